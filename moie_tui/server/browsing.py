"""The dashboard in a browser: for each page the same process an operator starts, in a terminal of its own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping

from starlette.websockets import WebSocket, WebSocketDisconnect

from moie_tui.server.answers import Answered
from moie_tui.server.limits import Limits
from moie_tui.server.terminal import Size, Terminal, open_terminal
from moie_tui.values import dataclass

USUAL_SIZE: Size = (80, 24)
LARGEST: Size = (1000, 500)
UNSUPPORTED, OVER, WITHDRAWN = 1003, 1000, 1008
"""Codes a socket is closed with: no such message; the dashboard has ended; acts are no longer allowed."""
BROWSER = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "MOIE_SCREEN": "browser"}
_OF_OUR_SCREEN = ("COLUMNS", "LINES", "DISPLAY", "WAYLAND_DISPLAY", "TMUX", "STY", "TERM_PROGRAM", "SSH_TTY")


@dataclass(frozen=True)
class Browsing:
    """`command` opens the dashboard; of the `environ`, what `hidden` names is not passed on."""

    command: tuple[str, ...]
    environ: Mapping[str, str]
    hidden: frozenset[str] = frozenset()

    def words(self, *, may_act: bool) -> tuple[str, ...]:
        """The command, read-only unless acts are allowed."""
        return self.command if may_act else (*self.command, "--read-only")

    def surroundings(self) -> dict[str, str]:
        """The environment of a dashboard whose screen is a browser, and not the server's own terminal."""
        dropped = self.hidden.union(_OF_OUR_SCREEN)
        return {name: value for name, value in self.environ.items() if name not in dropped} | BROWSER


class Dashboards:
    """Those that are open; `may_act` is asked again and again, since the config may change."""

    def __init__(self, browsing: Browsing, limits: Limits, may_act: Callable[[], bool]) -> None:
        self._browsing, self._limits, self._may_act = browsing, limits, may_act
        self._open = 0

    async def show(self, socket: WebSocket) -> None:
        """Opens one, until it ends or the page is closed."""
        if self._open >= self._limits.dashboards:
            raise Answered(503, f"{self._open} dashboards are open already", "close one")
        self._open += 1
        try:
            await self._show(socket)
        finally:
            self._open -= 1

    async def _show(self, socket: WebSocket) -> None:
        acts, query = self._may_act(), socket.query_params
        size = _size(query.get("width"), query.get("height"))
        words = self._browsing.words(may_act=acts)
        terminal = await open_terminal(words, self._browsing.surroundings(), size)
        try:
            await socket.accept()
            code = await _converse(socket, terminal, lambda: acts and not self._may_act())
        finally:
            await terminal.close()
        if code is not None:
            await _close(socket, code)


async def _converse(socket: WebSocket, terminal: Terminal, is_withdrawn: Callable[[], bool]) -> int | None:
    """Until one of the two leaves; the code to close the socket with, None when it is closed."""
    keys = asyncio.create_task(_pass_keys(socket, terminal, is_withdrawn))
    picture = asyncio.create_task(_pass_picture(socket, terminal))
    try:
        await asyncio.wait((keys, picture), return_when=asyncio.FIRST_COMPLETED)
        return keys.result() if keys.done() else picture.result()
    finally:
        for task in (keys, picture):
            task.cancel()
        await asyncio.gather(keys, picture, return_exceptions=True)


async def _pass_picture(socket: WebSocket, terminal: Terminal) -> int | None:
    """What the dashboard draws goes to the browser, as fast as that takes it; a code to close with."""
    try:
        while data := await terminal.read():
            await socket.send_bytes(data)
    except WebSocketDisconnect:
        return None
    return OVER


async def _pass_keys(socket: WebSocket, terminal: Terminal, is_withdrawn: Callable[[], bool]) -> int | None:
    """What the browser says, in the words of textual-serve's client; a code to close with, or None."""
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return None
        if is_withdrawn():
            return WITHDRAWN
        try:
            await _obey(message.get("text"), socket, terminal)
        except WebSocketDisconnect:
            return None
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            return UNSUPPORTED


async def _obey(text: object, socket: WebSocket, terminal: Terminal) -> None:
    """One message; the errors of reading it for any other than the client sends."""
    if not isinstance(text, str):
        raise TypeError("not text")
    kind, *rest = json.loads(text)
    match kind:
        case "stdin":
            await terminal.write(rest[0].encode("utf-8", "replace"))
        case "resize":
            terminal.resize(_size(rest[0]["width"], rest[0]["height"]))
        case "ping":
            await socket.send_text(json.dumps(["pong", str(rest[0])[:100]]))
        case "focus" | "blur":
            pass  # the terminal in the browser reports it by itself
        case _:
            raise ValueError(kind)


def _size(width: object, height: object) -> Size:
    """The size that was asked for, within reason; ValueError or TypeError for no numbers."""
    columns = USUAL_SIZE[0] if width is None else int(str(width))
    rows = USUAL_SIZE[1] if height is None else int(str(height))
    return min(max(columns, 1), LARGEST[0]), min(max(rows, 1), LARGEST[1])


async def _close(socket: WebSocket, code: int) -> None:
    try:
        await socket.close(code)
    except (RuntimeError, WebSocketDisconnect):
        return  # it was closed from the other side meanwhile
