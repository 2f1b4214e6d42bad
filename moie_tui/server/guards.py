"""What stands before every answer: the Host, the rate, the token, the time; and after it, the headers."""

from __future__ import annotations

import asyncio
import math
import sys
import time
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from moie_tui.domain.text import plain
from moie_tui.server.access import Access
from moie_tui.server.answers import Answered, problem
from moie_tui.server.limits import Buckets, Limits

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
        self, app: ASGIApp, access: Access, limits: Limits, complain: Callable[[str], None] = say
    ) -> None:
        self._app, self._access, self._limits, self._complain = app, access, limits, complain
        self._health, self._reading = Buckets(limits.health), Buckets(limits.reading)
        self._failures = Buckets(limits.failures)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers, in any case and within the time allowed."""
        if scope["type"] != "http":
            return
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                MutableHeaders(scope=message).update(SECURITY)
            await send(message)

        try:
            self._admit(scope)
            # An act ends in its own time, and must not be cut in the middle.
            allowed = None if scope["method"] == "POST" else self._limits.seconds
            async with asyncio.timeout(allowed):
                await self._app(scope, receive, sending)
        except Answered as found:
            await problem(found)(scope, receive, sending)
        except Exception as error:
            if started:
                raise
            await problem(self._failed(error, scope))(scope, receive, sending)

    def _failed(self, error: Exception, scope: Scope) -> Answered:
        if isinstance(error, TimeoutError):
            return Answered(503, "this takes too long", "ask for less", {"retry-after": "5"})
        self._complain(f"{scope['method']} {scope['path']}: {type(error).__name__}: {error}")
        return Answered(500, "this should not happen", "the server's own output says what")

    def _admit(self, scope: Scope) -> None:
        headers, at = Headers(scope=scope), time.monotonic()
        client = scope["client"][0] if scope.get("client") else ""
        local = scope["server"][0] if scope.get("server") else ""
        if not self._access.admits(headers.get("host", ""), local):
            raise Answered(421, "this server does not answer to that Host", "name it with --allow-host")
        opened = self._access.opened_by(headers.get("authorization"))
        if opened is not None:
            # The right token too: else the answer would tell whoever tries one after the other.
            hold_back(self._failures.wait(client, at))
        if opened is False:
            self._failures.take(client, at)
        if opened is False or (self._access.required and not opened):
            raise unauthorized()
        rate = self._health if scope["path"] in POLLED else self._reading
        hold_back(rate.take(client, at))
        if not scope["path"].isprintable():
            raise Answered(404, "there is nothing here", "/ lists what there is")
        scope.setdefault("state", {})["open"] = bool(opened)


def hold_back(wait: float) -> None:
    """429 for whoever must wait so many seconds; nothing for 0."""
    if wait > 0:
        raise Answered(429, "too many requests", headers={"retry-after": str(math.ceil(wait))})


def unauthorized() -> Answered:
    """The answer to whoever does not show the token where it is needed."""
    what = "this needs the token: Authorization: Bearer TOKEN"
    return Answered(401, what, headers={"www-authenticate": "Bearer"})
