"""The picture before Textual: drawn over without a flicker, no key lost, and the terminal given back."""

from __future__ import annotations

import os
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.builders import a_job, a_phase, a_state
from tests.roots import Root
from tests.waiting import PATIENCE
from tests.wheel.terminal import Terminal, start

CHECKOUT = Path(__file__).parents[2]
ENTER, LEAVE, CLEAR = b"\x1b[?1049h", b"\x1b[?1049l", b"\x1b[2J"
FAILS = """
from moie_tui.tui.splash import Splash, can_splash
splash = Splash()
splash.show("a picture\\r\\n")
print("can" if can_splash() else "can't")
input()
splash.end()
"""


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    started: list[Terminal] = []

    def begun(*words: str, term: str = "xterm-256color") -> Terminal:
        env = {**os.environ, "TERM": term, "MOIE_HOME": str(tmp_path / "home")}
        command = [sys.executable, *words]
        started.append(start(command, columns=80, rows=24, cwd=CHECKOUT, env=env, controlling=True))
        return started[-1]

    yield begun
    for terminal in started:
        terminal.end()


def local_flags(terminal: Terminal) -> int:
    flags = termios.tcgetattr(terminal.descriptor)[3]
    assert isinstance(flags, int)
    return flags


def sent(terminal: Terminal) -> bytes:
    return bytes(terminal._written)


def test_who_never_takes_over_leaves_the_terminal_as_it_was(run: Callable[..., Terminal]) -> None:
    terminal = run("-c", FAILS)
    before = local_flags(terminal)
    assert terminal.read_until(lambda: "can" in terminal.text, PATIENCE), terminal.text
    assert not local_flags(terminal) & (termios.ECHO | termios.ICANON)
    terminal.press("secret\n")
    assert terminal.read_until(lambda: LEAVE in sent(terminal), PATIENCE), terminal.text
    assert terminal.process.wait(PATIENCE) == 0
    assert local_flags(terminal) == before
    assert "secret" not in terminal.text
    assert "can't" not in terminal.text


def test_a_terminal_that_can_not_move_its_cursor_gets_no_picture(run: Callable[..., Terminal]) -> None:
    terminal = run("-c", FAILS, term="dumb")
    assert terminal.read_until(lambda: "can't" in terminal.text, PATIENCE), terminal.text


@pytest.mark.long
def test_the_dashboard_draws_over_it_and_has_the_keys_typed_meanwhile(
    run: Callable[..., Terminal], tmp_path: Path
) -> None:
    root = Root(tmp_path, a_state(a_phase(1, a_job("1.1", "cyclic"))))
    terminal = run("-m", "moie_tui", "--root", str(root.folder))
    before = local_flags(terminal)
    assert terminal.read_until(lambda: "Cyclic jobs" in terminal.text, PATIENCE), terminal.text
    terminal.press("4")
    assert terminal.read_until(lambda: "No snapshot yet" in terminal.text, PATIENCE), terminal.text
    assert (sent(terminal).count(ENTER), sent(terminal).count(CLEAR)) == (1, 1)
    terminal.press("q")
    assert terminal.read_until(lambda: terminal.process.poll() is not None, PATIENCE)
    assert local_flags(terminal) == before
