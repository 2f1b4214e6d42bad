"""How a browser shows the token: once, in the address or a form; then a cookie stands for it."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import Response
from starlette.types import Scope

from moie_tui.server.access import Access

DASHBOARD = "/dashboard"
_KEY = "token"


def is_browsers(path: str) -> bool:
    """Whether a path is part of the dashboard in a browser, which asks for the token in its own way."""
    return path == DASHBOARD or path.startswith(f"{DASHBOARD}/")


def taken(scope: Scope) -> str:
    """Takes the token out of the dashboard's address, before a log sees it; "" without one."""
    if scope["path"] != DASHBOARD or not scope["query_string"]:
        return ""
    shown = token_in(scope["query_string"])
    if shown:
        scope["query_string"] = b""
    return shown


def token_in(form: bytes) -> str:
    """The token of a form as browsers send it, or of the part of an address behind the `?`."""
    try:
        return next(iter(parse_qs(form.decode("ascii"), max_num_fields=4).get(_KEY, ())), "").strip()
    except (ValueError, UnicodeError):
        return ""


def is_let_in(scope: Scope, access: Access) -> bool:
    """Whether the request shows the token, or comes from a browser that did."""
    if scope["state"]["open"]:
        return True
    cookies = cookie_parser(Headers(scope=scope).get("cookie", ""))
    return access.knows(cookies.get(_name(scope)))


def let_in(scope: Scope, access: Access, answer: Response) -> Response:
    """The answer, with which the browser is let in from now on."""
    answer.set_cookie(_name(scope), access.entry, httponly=True, samesite="strict", path=DASHBOARD)
    return answer


def _name(scope: Scope) -> str:
    """Of the cookie: browsers keep one jar for all ports of a machine."""
    port = scope["server"][1] if scope.get("server") else 0
    return f"moie-{port}"
