from __future__ import annotations

import os
from contextlib import suppress

import pytest
from textual.app import App

from moie_tui.tui.driver import HangupDriver, Output


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
