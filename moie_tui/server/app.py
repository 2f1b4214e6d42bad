"""The app: routes and their guards, for any server that speaks ASGI."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, Router, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from moie_tui.server.access import Access
from moie_tui.server.actions import Actions
from moie_tui.server.answers import Answered, answer
from moie_tui.server.browser import Browser
from moie_tui.server.browsing import Browsing
from moie_tui.server.door import Door
from moie_tui.server.entrance import DASHBOARD
from moie_tui.server.guards import Guards
from moie_tui.server.limits import Limits
from moie_tui.server.live import Live
from moie_tui.server.openapi import description
from moie_tui.server.resources import Resources
from moie_tui.values import dataclass


@dataclass(frozen=True)
class App:
    """The guarded app, and the acts it may have to end."""

    asgi: ASGIApp
    actions: Actions


def build_app(
    live: Live, access: Access, limits: Limits | None = None, browsing: Browsing | None = None
) -> App:
    """The app of one root, with the dashboard for browsers if there is one to open; `live` must have been
    entered before the first request."""
    limits = limits or Limits()
    door, actions = Door(access, limits), Actions(live, limits)
    routes: list[BaseRoute] = [*_routes(Resources(live, limits), actions)]
    if browsing is not None:
        routes += _pages(Browser(live, door, limits, browsing))
    router = Router(routes, redirect_slashes=False, default=_not_found)
    return App(Guards(router, door, limits), actions)


def _pages(browser: Browser) -> list[BaseRoute]:
    return [
        _only(DASHBOARD, browser.page, "GET", "HEAD", "POST"),
        _reading(f"{DASHBOARD}/files/{{name}}", browser.file),
        WebSocketRoute(f"{DASHBOARD}/socket", browser.socket),
    ]


def _routes(resources: Resources, actions: Actions) -> list[Route]:
    # Ids may hold anything, slashes too; they are looked up, so that no path leads anywhere.
    return [
        _reading("/", resources.index),
        _reading("/health", resources.health),
        _reading("/metrics", resources.metrics),
        _reading("/openapi.json", _describe),
        _reading("/state", resources.state),
        _reading("/jobs", resources.jobs),
        _reading("/jobs/{job:path}/executions", resources.executions),
        _reading("/jobs/{job:path}/runs/{run}/output", resources.output),
        _reading("/jobs/{job:path}/runs", resources.runs),
        _reading("/jobs/{job:path}", resources.job),
        _reading("/snapshots", resources.snapshots),
        _reading("/snapshots/{snapshot}", resources.snapshot),
        _reading("/events", resources.events),
        _only("/actions/{action}", actions.act, "POST"),
    ]


def _reading(path: str, endpoint: Callable[[Request], Awaitable[Response]]) -> Route:
    return _only(path, endpoint, "GET", "HEAD")


def _only(path: str, endpoint: Callable[[Request], Awaitable[Response]], *methods: str) -> Route:
    """A route that answers other methods itself, as every problem is answered."""

    async def guarded(request: Request) -> Response:
        if request.method not in methods:
            raise Answered(
                405, f"{request.method} can't be asked for here", headers={"allow": ", ".join(methods)}
            )
        return await endpoint(request)

    return Route(path, _Endpoint(guarded))


class _Endpoint:
    """An ASGI endpoint of a function, so that a route leaves methods to us."""

    def __init__(self, function: Callable[[Request], Awaitable[Response]]) -> None:
        self._function = function

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        response = await self._function(request)
        await response(scope, receive, send)


async def _describe(request: Request) -> Response:
    return answer(request, description())


async def _not_found(scope: Scope, receive: Receive, send: Send) -> None:
    raise Answered(404, "there is nothing here", "/ lists what there is")
