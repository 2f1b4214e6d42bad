"""The dashboard over its socket, as the client in a browser speaks to it."""

from __future__ import annotations

import json
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from starlette.websockets import WebSocket
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from moie_tui.server.answers import Answered
from moie_tui.server.browsing import Browsing, Dashboards
from moie_tui.server.limits import Limits
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root
from tests.server.served import TOKEN, Served, serving, start
from tests.waiting import PATIENCE, until

ALLOWED = "server: {allow_actions: true}\n"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def root(tmp_path: Path) -> Root:
    return Root(tmp_path, a_state(a_phase(1, a_job("1.1"), name="Wire the field")))


class Screen:
    """What a dashboard drew so far, and its keys."""

    def __init__(self, line: ClientConnection) -> None:
        self.line, self.seen = line, b""

    def until(self, text: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while text.encode() not in self.seen:
            assert time.monotonic() < deadline, self.seen.decode("utf-8", "replace")
            self._take(PATIENCE)

    def _take(self, seconds: float) -> None:
        piece = self.line.recv(timeout=seconds)
        self.seen += piece if isinstance(piece, bytes) else piece.encode()

    def press(self, keys: str) -> None:
        self.line.send(json.dumps(["stdin", keys]))

    def draw(self, seconds: float) -> None:
        """Takes what is drawn in this time: a dashboard whose picture nobody takes stands still."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            try:
                self._take(left)
            except TimeoutError:
                return

    def end(self) -> int | None:
        """The code the socket is closed with."""
        try:
            while True:
                self._take(PATIENCE)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else None


@contextmanager
def screen(served: Served, origin: str | None = None) -> Iterator[Screen]:
    address = f"ws://127.0.0.1:{served.port}/dashboard/socket?width=120&height=40"
    with connect(address, additional_headers=BEARER, origin=origin or served.url) as line:  # type: ignore[arg-type]
        yield Screen(line)


def _files(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def _line(served: Served) -> socket.socket:
    return socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE)


def _children(served: Served) -> list[psutil.Process]:
    return psutil.Process(served.process.pid).children()


def test_a_dashboard_gets_no_token_and_nothing_of_the_servers_own_screen() -> None:
    own = {"MOIE_TOKEN": TOKEN, "TMUX": "x", "DISPLAY": ":0", "COLUMNS": "9", "TERM": "dumb", "HOME": "/h"}
    browsing = Browsing(("moie",), own, frozenset(("MOIE_TOKEN",)))
    assert browsing.surroundings() == {
        "HOME": "/h", "TERM": "xterm-256color", "COLORTERM": "truecolor", "MOIE_SCREEN": "browser",
    }  # fmt: skip
    assert browsing.words(may_act=True) == ("moie",)
    assert browsing.words(may_act=False) == ("moie", "--read-only")


async def test_only_so_many_are_open_at_once() -> None:
    dashboards = Dashboards(Browsing(("false",), {}), Limits(dashboards=0), lambda: False)
    with pytest.raises(Answered) as refused:
        await dashboards.show(WebSocket({"type": "websocket"}, _never, _never))
    assert refused.value.code == 503


async def _never(*words: object) -> Any:
    raise AssertionError("nothing is said to a socket that is not opened")


@pytest.mark.long
def test_strangers_get_no_socket_and_a_guest_can_only_look(root: Root) -> None:
    before = _files(root.folder)
    with serving(root, "--web", token=TOKEN) as served:
        address = f"ws://127.0.0.1:{served.port}/dashboard/socket"
        for where, headers, origin in (
            (address, {}, served.url),
            (address, {"Cookie": f"moie-{served.port}=x"}, served.url),
            (address, {"Authorization": "Bearer wrong"}, served.url),
            (address, BEARER, "http://evil.example"),
            (address, BEARER, "http://127.0.0.1:1"),
            (address.replace("127.0.0.1", "evil.localhost"), BEARER, None),
            (f"ws://127.0.0.1:{served.port}/health", BEARER, served.url),
        ):
            with pytest.raises(InvalidStatus) as refused:
                connect(where, additional_headers=headers, origin=origin, sock=_line(served))  # type: ignore[arg-type]
            assert refused.value.response.status_code == 403
        with screen(served) as guest:
            guest.until("READ-ONLY")
            guest.until("Wire the field")
            guest.press("B")
            guest.until("read-only")
            guest.line.send(json.dumps(["resize", {"width": 80, "height": 24}]))
            guest.line.send(json.dumps(["ping", "7"]))
            guest.until('["pong", "7"]')
            guest.press("q")
            assert guest.end() == 1000
        until(lambda: not _children(served))
    assert _files(root.folder) == before


@pytest.mark.long
def test_acts_that_are_allowed_are_done_until_they_are_no_longer(root: Root) -> None:
    (root.folder / "config.yaml").write_text(ALLOWED)
    with serving(root, "--web", token=TOKEN) as served, screen(served) as operator:
        operator.until("Wire the field")
        operator.press("B")
        operator.until("Cancel")
        for _ in range(60):  # the sheet's guard drops what comes too soon
            operator.draw(0.8)
            operator.press("y")
            if list((root.folder / "backups").rglob("*.json")):
                break
        assert list((root.folder / "backups").rglob("*.json"))
        (root.folder / "config.yaml").write_text(ALLOWED.replace("true", "false"))
        with suppress(ConnectionClosed):
            for _ in range(120):  # the server follows its config, and looks at it with each key
                operator.press("B")
                operator.draw(0.5)
        assert operator.end() == 1008, operator.seen[-4000:].decode("utf-8", "replace")


@pytest.mark.long
def test_whatever_else_is_said_ends_the_dashboard(root: Root) -> None:
    with serving(root, "--web", token=TOKEN) as served:
        for message in ("{", "[]", '"stdin"', '["stdin", 3]', '["resize", {"width": "x"}]', b"\x00"):
            with screen(served) as odd:
                odd.line.send(message)
                assert odd.end() == 1003
        until(lambda: not _children(served))


@pytest.mark.long
def test_a_dashboard_leaves_with_its_page(root: Root) -> None:
    with serving(root, "--web", token=TOKEN) as served:
        with screen(served) as first:
            first.until("Wire the field")
            assert len(_children(served)) == 1
        until(lambda: not _children(served))


@pytest.mark.long
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_dashboard_outlives_no_server(root: Root, number: signal.Signals) -> None:
    process = start(root, "--web", "--port", "0", token=TOKEN)
    assert process.stdout is not None
    port = int(process.stdout.readline().split("http://127.0.0.1:")[1].split()[0])
    with screen(Served(f"http://127.0.0.1:{port}", port, process)) as one:
        one.until("Wire the field")
        [dashboard] = psutil.Process(process.pid).children()
        process.send_signal(number)
        _, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, err) == (0 if number == signal.SIGTERM else -number, "")
        until(lambda: not dashboard.is_running() or dashboard.status() == psutil.STATUS_ZOMBIE)
