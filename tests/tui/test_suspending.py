"""ctrl+z in a real shell, and where there is none."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.app import App

from moie_tui.tui.driver import HangupDriver
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root
from tests.tui.stage import staged
from tests.waiting import PATIENCE
from tests.wheel.terminal import Terminal, start

SUSPEND = "\x1a"
MAIN_SCREEN = "\x1b[?1049l"


def a_root(folder: Path, project: str) -> Root:
    return Root(folder, a_state(a_phase(1, a_job("1.1")), meta={"project": project}))


@pytest.fixture
def root(tmp_path: Path) -> Root:
    return a_root(tmp_path, "Before")


def words(root: Root) -> list[str]:
    return [sys.executable, "-m", "moie_tui", "--root", str(root.folder)]


def opened(root: Root, *command: str) -> Iterator[Terminal]:
    env = {**os.environ, "MOIE_HOME": str(root.home), "TERM": "xterm-256color", "PS1": "READY "}
    terminal = start(command, columns=100, rows=30, cwd=root.folder, env=env, controlling=True)
    try:
        yield terminal
    finally:
        terminal.end()


@pytest.fixture
def shell(root: Root) -> Iterator[Terminal]:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash here")
    yield from opened(root, bash, "--norc", "--noprofile", "-i")


@pytest.fixture
def alone(root: Root) -> Iterator[Terminal]:
    yield from opened(root, *words(root))


def sees(terminal: Terminal, *wanted: str) -> None:
    """Waits for these words, and forgets what came before them."""
    assert terminal.read_until(lambda: all(one in terminal.text for one in wanted), PATIENCE), terminal.text
    terminal.forget()


@pytest.mark.long
def test_ctrl_z_gives_the_shell_back_and_fg_the_dashboard_as_things_are_then(
    shell: Terminal, root: Root
) -> None:
    sees(shell, "READY")
    shell.press(" ".join(words(root)) + "\n")
    sees(shell, "Before")
    shell.press(SUSPEND)
    sees(shell, "Stopped")
    shell.press("echo the shell $((40 + 2))\n")
    sees(shell, "the shell 42")
    a_root(root.folder.parent, "Meanwhile")
    shell.press("fg\n")
    sees(shell, "Meanwhile")
    for _ in range(3):
        shell.press(SUSPEND)
        sees(shell, "Stopped")
        shell.press("fg\n")
        sees(shell, "Meanwhile")
    shell.press("q")
    sees(shell, "READY")
    shell.press("echo left with $?\n")
    sees(shell, "left with 0")


@pytest.mark.long
def test_a_program_around_it_stops_and_goes_on_with_it(shell: Terminal, root: Root, tmp_path: Path) -> None:
    around = tmp_path / "around"
    around.write_text(f"{shlex.join(words(root))}\necho around it $?\n")
    sees(shell, "READY")
    shell.press(f"sh {around}\n")
    sees(shell, "Before")
    for _ in range(3):
        shell.press(SUSPEND)
        assert shell.read_until(lambda: "Stopped" in shell.text, PATIENCE), shell.text
        # The shell must not write before the screen is its own again.
        assert MAIN_SCREEN in shell.raw.partition("Stopped")[0]
        shell.forget()
        shell.press("fg\n")
        sees(shell, "Before")
    shell.press("q")
    sees(shell, "around it 0")


async def test_the_terminal_is_given_back_before_anybody_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    handler = signal.getsignal(signal.SIGTSTP)
    app: App[None] = App()
    async with app.run_test():
        driver = HangupDriver(app)
        monkeypatch.setattr(driver, "suspend_application_mode", lambda: done.append("left"))
        monkeypatch.setattr(driver, "resume_application_mode", lambda: done.append("came back"))
        monkeypatch.setattr("os.killpg", lambda group, number: done.append(signal.Signals(number).name))
        try:
            # A system that stops nobody, since no shell could ever let them go on.
            driver.stop_with_others()
        finally:
            signal.signal(signal.SIGTSTP, handler)
            signal.signal(signal.SIGCONT, signal.SIG_DFL)
    assert done == ["left", "SIGTSTP", "came back"]


@pytest.mark.long
def test_where_no_shell_could_bring_it_back_it_goes_on(alone: Terminal, root: Root) -> None:
    sees(alone, "Before")
    alone.press(SUSPEND)
    sees(alone, "Not suspended")
    alone.press("q")
    assert alone.read_until(lambda: alone.process.poll() is not None, PATIENCE)
    assert alone.process.returncode == 0


@pytest.mark.long
async def test_an_operation_is_not_suspended_with_the_lock_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    stopped: list[int] = []
    monkeypatch.setattr("moie_tui.tui.suspending.has_shell", lambda: True)
    async with staged() as (app, pilot):
        monkeypatch.setattr(type(app._driver), "can_suspend", True)
        monkeypatch.setattr(
            type(app._driver), "stop_with_others", lambda driver: stopped.append(1), raising=False
        )
        app.acting.at_work = True
        await pilot.press("ctrl+z")
        assert [one.title for one in app._notifications] == ["Not suspended"]
        assert not stopped
        app.acting.at_work = False
        await pilot.press("u", "ctrl+z")
        assert len(stopped) == 1
