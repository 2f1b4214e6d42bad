"""Leaving at any moment: whatever asks for it, the process is gone soon, and what it ran with it."""

from __future__ import annotations

import os
import signal
import sys
import termios
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from moie_tui.cli.leaving import SIGNALS, leaving
from tests.builders import a_job, a_phase, a_state
from tests.processes.commands import is_gone, wait_for_pid
from tests.roots import Root
from tests.waiting import PATIENCE
from tests.wheel.terminal import Terminal, start

pytestmark = pytest.mark.long

REPOSITORY = Path(__file__).parents[2]
ALTERNATE_SCREEN = b"\x1b[?1049h"
IGNORING_HANGUP = (
    "import os, signal, sys; signal.signal(1, signal.SIG_IGN); os.execv(sys.argv[1], sys.argv[1:])"
)
WAYS = ("hangup", "ignored hangup", "unheard hangup")
Start = Callable[..., Terminal]


@pytest.fixture
def moie(tmp_path: Path) -> Iterator[Start]:
    """Starts moie in a terminal that can hang up with SIGHUP, with SIGHUP ignored, or unheard."""
    started: list[Terminal] = []
    env = {
        **os.environ,
        "TERM": "xterm-256color",
        "MOIE_HOME": str(tmp_path / "home"),
        "TMPDIR": str(tmp_path),
    }

    def run(*words: str, way: str = "hangup") -> Terminal:
        command = [sys.executable, "-m", "moie_tui", *words]
        if way == "ignored hangup":
            command = [sys.executable, "-c", IGNORING_HANGUP, *command]
        controlling = way != "unheard hangup"
        terminal = start(command, columns=120, rows=40, cwd=REPOSITORY, env=env, controlling=controlling)
        started.append(terminal)
        return terminal

    yield run
    for terminal in started:
        terminal.end()


@pytest.fixture
def root(tmp_path: Path) -> Root:
    job = a_job("1.1", verification_cmd="sleep 60 & echo $! > child; wait")
    return Root(tmp_path, a_state(a_phase(1, job))).trust()


def draws(terminal: Terminal) -> bool:
    """Whether the terminal was asked for its other screen, which the driver does first of all."""
    return terminal.read_until(lambda: ALTERNATE_SCREEN in terminal._written, seconds=PATIENCE)


def ended(terminal: Terminal) -> bool:
    """Whether its process is gone, asked without waiting."""
    return terminal.process.poll() is not None


def is_left(terminal: Terminal) -> int:
    """The exit code; fails when the process outlives our patience."""
    return terminal.process.wait(PATIENCE)


@pytest.mark.parametrize("way", [*WAYS[:2], pytest.param(WAYS[2], marks=pytest.mark.slow)])
def test_a_terminal_that_closes_as_the_first_frame_is_made_ends_it(way: str, moie: Start, root: Root) -> None:
    terminal = moie("--root", str(root.folder), way=way)
    assert draws(terminal)
    terminal.hang_up()
    assert is_left(terminal) == 128 + signal.SIGHUP


def test_a_running_verification_ends_with_the_terminal(moie: Start, root: Root) -> None:
    terminal = moie("--root", str(root.folder))
    assert terminal.read_until(lambda: "Phases" in terminal.text, seconds=PATIENCE)
    terminal.press("P")
    assert terminal.read_until(lambda: "verify job 1.1" in terminal.text, seconds=PATIENCE)

    terminal.consent((root.folder / "child").exists)
    child = wait_for_pid(root.folder / "child")
    before = root.bytes
    terminal.hang_up()
    assert is_left(terminal) == 128 + signal.SIGHUP
    assert is_gone(child)
    assert root.bytes == before


@pytest.mark.slow
def test_a_terminal_that_takes_no_output_is_given_back_when_leaving_hangs(moie: Start, root: Root) -> None:
    terminal = moie("--root", str(root.folder))
    before = termios.tcgetattr(terminal.descriptor)
    time.sleep(4)  # nobody reads: the terminal's buffer is full, and so is the driver's queue
    assert termios.tcgetattr(terminal.descriptor) != before
    terminal.process.send_signal(signal.SIGTERM)
    assert is_left(terminal) == 128 + signal.SIGTERM
    assert termios.tcgetattr(terminal.descriptor) == before


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_a_terminal_may_close_at_any_moment_of_the_start(way: str, moie: Start, root: Root) -> None:
    for tenths in range(2, 31, 3):
        terminal = moie("--root", str(root.folder), way=way)
        terminal.read_until(lambda: False, seconds=tenths / 10)
        terminal.hang_up()
        is_left(terminal)


@pytest.mark.slow
@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_may_come_at_any_moment_of_the_start(
    number: signal.Signals, moie: Start, root: Root
) -> None:
    for tenths in range(1, 31, 3):
        terminal = moie("--root", str(root.folder))
        terminal.read_until(lambda: False, seconds=tenths / 10)
        terminal.process.send_signal(number)
        assert terminal.read_until(partial(ended, terminal), seconds=PATIENCE)
        terminal.hang_up()


@pytest.mark.slow
def test_a_demo_that_is_closed_while_it_starts_leaves_nothing(moie: Start, tmp_path: Path) -> None:
    for tenths in range(3, 32, 4):
        terminal = moie("demo")
        terminal.read_until(lambda: False, seconds=tenths / 10)
        terminal.hang_up()
        terminal.process.wait(PATIENCE)
        assert list(tmp_path.glob("moie-demo-*")) == []


def test_a_wish_that_came_before_anybody_listened_is_told_at_once() -> None:
    before = [signal.getsignal(number) for number in SIGNALS]
    with leaving() as leave:
        assert [signal.getsignal(number) for number in SIGNALS] != before
        leave.number = signal.SIGTERM
        told: list[int] = []
        leave.then(told.append)
        leave.number = 0
    assert told == [signal.SIGTERM]
    assert [signal.getsignal(number) for number in SIGNALS] == before
