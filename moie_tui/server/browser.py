"""The pages of the dashboard in a browser, for whoever showed the token."""

from __future__ import annotations

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.websockets import WebSocket

from moie_tui.domain.text import plain
from moie_tui.server.answers import Answered
from moie_tui.server.bodies import body_of
from moie_tui.server.browsing import Browsing, Dashboards
from moie_tui.server.door import Door, unauthorized
from moie_tui.server.entrance import DASHBOARD, is_let_in, let_in, token_in
from moie_tui.server.files import file_named, page
from moie_tui.server.limits import Limits
from moie_tui.server.live import Live

PAGE_HEADERS = {
    "cache-control": "no-store",
    # xterm.js writes its own style sheets into the page.
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self';"
        " img-src data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    # Without a referrer a form comes from nowhere, and would be refused as another site's.
    "referrer-policy": "same-origin",
}


class Browser:
    """Endpoints; all but the files ask for the token, which a cookie stands for."""

    def __init__(self, live: Live, door: Door, limits: Limits, browsing: Browsing) -> None:
        self._live, self._door, self._limits = live, door, limits
        self._dashboards = Dashboards(browsing, limits, self._may_act)

    async def page(self, request: Request) -> Response:
        """The page; the form to sign in for whoever was not let in yet."""
        shown = request.state.shown
        if request.method == "POST":
            shown = token_in(await body_of(request, self._limits))
        if shown or request.method == "POST":
            return self._sign_in(request, shown)
        if not is_let_in(request.scope, self._door.access):
            return _form("", 401)
        return HTMLResponse(page("dashboard", title=escape(self._title())), headers=PAGE_HEADERS)

    async def file(self, request: Request) -> Response:
        """A style sheet, a script or a font: the same for everybody."""
        found = file_named(request.path_params["name"])
        if found is None:
            raise Answered(404, "there is nothing here", "/ lists what there is")
        media_type, content = found
        return Response(content, media_type=media_type, headers={"cache-control": "private, max-age=300"})

    async def socket(self, socket: WebSocket) -> None:
        """The line between the terminal in the browser and a dashboard."""
        if not is_let_in(socket.scope, self._door.access):
            raise unauthorized()
        await self._dashboards.show(socket)

    def _sign_in(self, request: Request, shown: str) -> Response:
        try:
            self._door.open_by(request.scope, shown)
        except Answered as found:
            if found.code != 401:
                raise
            return _form("That is not the token.", 401)
        return let_in(request.scope, self._door.access, RedirectResponse(DASHBOARD, 303, PAGE_HEADERS))

    def _may_act(self) -> bool:
        return self._live.settings.server.allow_actions and not self._live.source.read_only

    def _title(self) -> str:
        """What the browser's tab says: which root it is."""
        view, mark = self._live.moment().view, self._live.settings.ui.mark.name
        project = view.state.project if view.state else view.root
        return " · ".join(plain(part) for part in (mark, project, "moie") if part)


def _form(problem: str, code: int) -> Response:
    return HTMLResponse(page("sign-in", problem=escape(problem)), code, PAGE_HEADERS)
