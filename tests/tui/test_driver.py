from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from textual.app import App

from moie_tui.tui.driver import HangupDriver
from moie_tui.tui.output import Output
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root
from tests.waiting import PATIENCE
from tests.wheel.terminal import start


async def test_in_a_browser_nothing_gives_way_to_a_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    async with App().run_test() as pilot:
        driver = HangupDriver(pilot.app)
        assert driver.can_suspend
        monkeypatch.setenv("MOIE_SCREEN", "browser")
        assert not driver.can_suspend


def test_output_after_the_terminal_hung_up_is_dropped_and_told_once() -> None:
    ours, theirs = os.openpty()
    lost: list[OSError] = []
    with suppress(OSError), open(theirs, "w", encoding="utf-8", closefd=False) as terminal:
        output = Output(terminal, lost.append)
        assert output.fileno() == theirs
        output.write("seen")
        output.flush()
        assert os.read(ours, 100) == b"seen"
        os.close(ours)
        for _ in range(100):
            output.write("unseen")
            output.flush()
    # Closing tried once more, and that was suppressed.
    assert len(lost) == 1
    os.close(theirs)


@pytest.mark.long
def test_it_draws_on_the_terminal_where_messages_go_into_a_file(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(a_phase(1, a_job("1.1"))))
    environ = {**os.environ, "MOIE_HOME": str(root.home), "TERM": "xterm-256color"}
    command = [sys.executable, "-m", "moie_tui", "--root", str(root.folder)]
    collecting = ["sh", "-c", 'exec "$@" 2>messages', "moie", *command]
    terminal = start(collecting, columns=100, rows=30, cwd=tmp_path, env=environ, controlling=True)
    try:
        assert terminal.read_until(lambda: "Task 1.1" in terminal.text, PATIENCE), terminal.text
        terminal.press("q")
        assert terminal.read_until(lambda: terminal.process.poll() is not None, PATIENCE)
    finally:
        terminal.end()
    assert (terminal.process.returncode, (tmp_path / "messages").read_text()) == (0, "")
