"""A real terminal that is made as small as it can be, and large again."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events
from textual.command import CommandList
from textual.geometry import Size

from moie_tui.tui.screens.dashboard import Dashboard
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root
from tests.tui.bare_app import until
from tests.tui.stage import staged
from tests.waiting import PATIENCE
from tests.wheel.terminal import Terminal, start

pytestmark = pytest.mark.long


@pytest.fixture
def root(tmp_path: Path) -> Root:
    return Root(tmp_path, a_state(a_phase(1, a_job("1.1")), meta={"project": "Before"}))


@pytest.fixture
def terminal(root: Root) -> Iterator[Terminal]:
    env = {**os.environ, "MOIE_HOME": str(root.home), "TERM": "xterm-256color"}
    command = [sys.executable, "-m", "moie_tui", "--root", str(root.folder)]
    opened = start(command, columns=100, rows=30, cwd=root.folder, env=env, controlling=True)
    try:
        yield opened
    finally:
        opened.end()


def sees(terminal: Terminal, wanted: str) -> None:
    assert terminal.read_until(lambda: wanted in terminal.text, PATIENCE), terminal.text
    terminal.forget()


def test_a_window_made_as_small_as_can_be_and_large_again_shows_everything_again(
    terminal: Terminal, root: Root
) -> None:
    sees(terminal, "Before")
    for columns, rows in ((1, 1), (3, 2), (1, 40), (200, 1), (100, 30)):
        terminal.resize(columns, rows)
        terminal.read_until(lambda: False, 0.3)
        assert terminal.process.poll() is None
    sees(terminal, "Task 1.1")
    terminal.resize(1, 1)
    root.write(a_state(a_phase(1, a_job("1.1", task="Changed unseen")), meta={"project": "After"}))
    terminal.press("?")
    terminal.read_until(lambda: False, 1)
    terminal.resize(120, 40)
    sees(terminal, "esc back")
    terminal.press("\x1b")
    sees(terminal, "Changed unseen")
    terminal.press("q")
    assert terminal.read_until(lambda: terminal.process.poll() is not None, PATIENCE)
    assert terminal.process.returncode == 0


async def test_a_size_that_the_window_no_longer_has_is_not_laid_out_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    laid_out: list[Size] = []
    monkeypatch.setattr(Dashboard, "_screen_resized", lambda screen, size: laid_out.append(size))
    async with staged() as (app, pilot):
        before, now = Size(90, 20), app.size
        laid_out.clear()
        app.screen.post_message(events.Resize(before, before))
        app.screen.call_later(lambda: None)  # else Textual takes the newer one in place of the older
        app.screen.post_message(events.Resize(now, now))
        await until(pilot, lambda: bool(laid_out))
        await pilot.pause()
        assert {*laid_out} == {now}


@pytest.mark.parametrize("height", [1, 8])
async def test_the_palette_bears_a_window_of_any_width(height: int) -> None:
    async with staged() as (app, pilot):
        await pilot.press("ctrl+p")
        await until(pilot, lambda: app.screen.query_one(CommandList).option_count > 3)
        for width in range(12, 0, -1):
            await pilot.resize_terminal(width, height)
            await pilot.press("down")
        await pilot.resize_terminal(100, 30)
        assert app.screen.query_one(CommandList).option_count > 3


async def test_in_few_rows_the_palette_is_a_line_to_type_in_and_what_it_finds() -> None:
    async with staged(size=(20, 5)) as (app, pilot):
        await pilot.press("ctrl+p")
        await until(pilot, lambda: app.text()[0].strip().startswith("Search for"))
        await pilot.press(*"pulse")
        await until(pilot, lambda: app.text()[0].strip() == "pulse" and "Pulse" in app.text()[1])
        await pilot.resize_terminal(100, 30)
        await until(pilot, lambda: "pulse" in app.text()[4] or "pulse" in app.text()[5])
