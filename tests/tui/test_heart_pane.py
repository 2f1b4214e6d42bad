"""The pane of the heart and the first row speak of the same beat in the same words."""

from __future__ import annotations

import re

import pytest

from tests.tui.stage import StagedApp, staged

pytestmark = pytest.mark.long


def said(app: StagedApp) -> tuple[list[str], list[str]]:
    """How old the beat is and when the next is due, each in the first row and in the pane."""
    text = "\n".join(app.text())
    return re.findall(r"♥ ([\dms ]+) ago", text), re.findall(r"in (\d+m \d+s|\d+s)\b", text)


async def test_the_first_row_and_the_pane_say_the_same_age_each_second() -> None:
    async with staged(size=(120, 40)) as (app, pilot):
        for seconds in range(3):
            assert said(app) == ([f"4m {12 + seconds}s"] * 2, [f"5m {48 - seconds}s"] * 2)
            app.pass_by(seconds=1)
            await pilot.pause()


async def test_a_pane_that_comes_to_the_front_knows_what_time_it_is() -> None:
    async with staged(size=(80, 24)) as (app, pilot):
        app.pass_by(seconds=3)
        await pilot.press("3")
        await pilot.pause()
        assert "♥ 4m 15s ago" in "\n".join(app.text()[2:])
        app.pass_by(seconds=1)
        await pilot.pause()
        assert "♥ 4m 16s ago" in "\n".join(app.text()[2:])
