"""A program in a terminal of its own."""

from __future__ import annotations

import asyncio
import sys

import pytest

from moie_tui.server import terminal as terminals
from moie_tui.server.terminal import Terminal, open_terminal
from tests.waiting import PATIENCE

SHELL = ("/bin/sh", "-c")


async def _until(terminal: Terminal, word: bytes) -> bytes:
    seen = b""
    async with asyncio.timeout(PATIENCE):
        while word not in seen:
            piece = await terminal.read()
            assert piece, seen
            seen += piece
    return seen


async def test_it_has_the_size_it_was_given_and_hears_of_another() -> None:
    script = "trap 'stty size; exit' WINCH; stty size; while :; do sleep 0.02; done"
    terminal = await open_terminal((*SHELL, script), {"PATH": "/usr/bin:/bin"}, (91, 33))
    assert b"33 91" in await _until(terminal, b"33 91")
    terminal.resize((40, 12))
    assert b"12 40" in await _until(terminal, b"12 40")
    while await terminal.read():
        pass
    await terminal.close()


async def test_what_is_typed_arrives_however_long_it_is() -> None:
    script = "stty raw -echo; echo ready; head -c 20000 | tail -c 3"
    terminal = await open_terminal((*SHELL, script), {"PATH": "/usr/bin:/bin"}, (80, 24))
    await _until(terminal, b"ready")
    await terminal.write(b"a" * 19_997 + b"xyz")
    assert b"xyz" in await _until(terminal, b"xyz")
    await terminal.close()


async def test_it_knows_nothing_but_the_environment_it_was_given() -> None:
    terminal = await open_terminal(("/usr/bin/env",), {"ONLY": "this"}, (80, 24))
    seen = b""
    while piece := await terminal.read():
        seen += piece
    assert seen.split() == [b"ONLY=this"]
    await terminal.close()


async def test_a_program_that_does_not_leave_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminals, "LEAVE_SECONDS", 0.2)
    stubborn = (
        "import signal, time; signal.signal(1, signal.SIG_IGN); print('ready', flush=True); time.sleep(600)"
    )
    terminal = await open_terminal((sys.executable, "-c", stubborn), {}, (80, 24))
    await _until(terminal, b"ready")
    async with asyncio.timeout(PATIENCE):
        await terminal.close()


async def test_what_a_stuck_program_does_not_take_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminals, "TAKE_SECONDS", 0.1)
    terminal = await open_terminal(
        (*SHELL, "stty raw -echo; echo ready; sleep 600"), {"PATH": "/usr/bin:/bin"}, (80, 24)
    )
    await _until(terminal, b"ready")
    async with asyncio.timeout(PATIENCE):
        await terminal.write(b"a" * 200_000)
        await terminal.close()
