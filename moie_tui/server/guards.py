"""What stands before every answer: the Host, the rate, the token, the time; and after it, the headers."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from moie_tui.domain.text import plain
from moie_tui.server.answers import Answered, problem
from moie_tui.server.door import Door, client_of, hold_back, unauthorized
from moie_tui.server.entrance import is_browsers, taken
from moie_tui.server.limits import Buckets, Limits

STARTS = ("http.response.start", "websocket.accept")
POLLED = frozenset(("/health", "/metrics"))
SECURITY = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


def say(line: str) -> None:
    """One line for whoever started the server."""
    print(f"moie: {plain(line)}", file=sys.stderr, flush=True)


class Guards:
    """Wraps the app; `scope["state"]["open"]` says whether the token was shown."""

    def __init__(
        self, app: ASGIApp, door: Door, limits: Limits, complain: Callable[[str], None] = say
    ) -> None:
        self._app, self._door, self._limits, self._complain = app, door, limits, complain
        self._health, self._reading = Buckets(limits.health), Buckets(limits.reading)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers, in any case and within the time allowed."""
        if scope["type"] not in ("http", "websocket"):
            return
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            if message["type"] in STARTS:
                started = True
                headers = MutableHeaders(scope=message)
                headers.update({name: value for name, value in SECURITY.items() if name not in headers})
            await send(message)

        try:
            self._admit(scope)
            # An act ends in its own time, and must not be cut in the middle; a dashboard stays open all day.
            allowed = self._limits.seconds if scope.get("method", "POST") != "POST" else None
            async with asyncio.timeout(allowed):
                await self._app(scope, receive, sending)
        except Answered as found:
            await refuse(found, scope, receive, sending)
        except Exception as error:
            if started:
                raise
            await refuse(self._failed(error, scope), scope, receive, sending)

    def _failed(self, error: Exception, scope: Scope) -> Answered:
        if isinstance(error, TimeoutError):
            return Answered(503, "this takes too long", "ask for less", {"retry-after": "5"})
        self._complain(f"{scope.get('method', 'GET')} {scope['path']}: {type(error).__name__}: {error}")
        return Answered(500, "this should not happen", "the server's own output says what")

    def _admit(self, scope: Scope) -> None:
        state = scope.setdefault("state", {})
        state["shown"] = taken(scope)
        self._door.check_site(scope)
        opened = self._door.opened_by(scope)
        if self._door.access.required and not opened and not is_browsers(scope["path"]):
            raise unauthorized()
        rate = self._health if scope["path"] in POLLED else self._reading
        hold_back(rate.take(client_of(scope), time.monotonic()))
        if not scope["path"].isprintable():
            raise Answered(404, "there is nothing here", "/ lists what there is")
        state["open"] = opened


async def refuse(found: Answered, scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with a problem; a socket that is not open yet is not opened, which is a 403 without a word."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close"})
    else:
        await problem(found)(scope, receive, send)
