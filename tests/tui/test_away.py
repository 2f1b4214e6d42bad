"""Back after a while: a calm line of what happened, the news one key further, and nothing that pops up."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from moie_tui.domain.away.item import FAILED, Item
from moie_tui.domain.digest import Digest
from moie_tui.domain.event import Event
from moie_tui.tui.pieces import width_of, words_of
from moie_tui.tui.screens.away import AwaySheet
from moie_tui.tui.screens.dashboard import Dashboard
from moie_tui.tui.screens.event_sheet import EventSheet
from moie_tui.tui.widgets.away_line import AwayLine, away_line
from tests.roots import Root
from tests.tui.bare_app import until, words
from tests.tui.live_app import live
from tests.tui.sample_views import HOSTILE, NOW, rich_view
from tests.tui.stage import StagedApp, shown, staged
from tests.tui.travelling import a_root, everything

pytestmark = pytest.mark.long

HOUR = timedelta(hours=1)
EVENT = Event(NOW - HOUR, "critical", "state", "torn by another program")
ITEMS = (
    Item("e", "critical", NOW - HOUR, "state: torn by another program", place=("event", ""), event=EVENT),
    Item("job:5.2", "error", NOW - HOUR, "5.2 Scan: 4 of 12 runs failed", FAILED, ("watched", "5.2")),
    Item("phase", "info", NOW - HOUR, "phase 2→5 ETERNAL MONITORING", "phase", ("phase", "5")),
)  # fmt: skip
NEWS = Digest(NOW, NOW, 13, ITEMS, "2→5")
LINE = "13 beats, 1 job failed, phase 2→5, 1 more"


async def back_after(app: StagedApp, pilot: Pilot[None], news: Digest, **span: float) -> None:
    """So long nobody touches anything; then a key."""
    app.stage.news = news
    app.pass_by(**span)
    await pilot.pause()
    await pilot.press("2")
    await pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_whoever_comes_back_reads_one_line_and_one_key_shows_the_news(size: tuple[int, int]) -> None:
    async with staged(size=size) as (app, pilot):
        await back_after(app, pilot, NEWS, hours=2, minutes=10)
        await until(pilot, lambda: LINE in words(app))
        assert "(2h 10m)" in words(app) or "away 2h 10m" in words(app)
        assert len(app.screen_stack) == 1, "nothing pops up over work"
        assert app.screen.query_one(AwayLine).region.height == 1
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, AwaySheet) and "torn by another" in words(app))
        text = words(app)
        assert "While you were away · 2h 10m" in text
        assert text.index("torn by") < text.index("4 of 12 runs failed") < text.index("phase 2→5 ETERNAL")
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        assert not app.screen.query_one(AwayLine).display, "gone when it was read"


async def test_enter_goes_to_the_job_and_opens_the_event() -> None:
    async with staged(size=(120, 40)) as (app, pilot):
        await back_after(app, pilot, NEWS, hours=2)
        await until(pilot, lambda: LINE in words(app))
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, AwaySheet))
        await pilot.press("j", "enter")
        await until(pilot, lambda: isinstance(app.screen, Dashboard))
        await until(pilot, lambda: app.screen.selection == ("job", "5.2"))
        await pilot.press("v", "enter")
        await until(pilot, lambda: isinstance(app.screen, EventSheet))


async def test_less_than_ten_minutes_is_no_absence_and_v_says_so() -> None:
    async with staged(size=(100, 30)) as (app, pilot):
        await back_after(app, pilot, NEWS, minutes=9, seconds=50)
        assert app.digest is None
        await pilot.press("v")
        await until(pilot, lambda: bool(app._notifications))
        assert len(app.screen_stack) == 1


async def test_a_second_absence_joins_the_first_that_nobody_read_and_esc_puts_it_away() -> None:
    async with staged(size=(100, 30)) as (app, pilot):
        await back_after(app, pilot, NEWS, hours=1)
        await until(pilot, lambda: app.digest is not None)
        await back_after(app, pilot, NEWS, hours=1)
        await until(pilot, lambda: "(2h)" in words(app))
        assert app.digest is not None
        assert app.digest.since == NOW
        await pilot.press("escape")
        await until(pilot, lambda: app.digest is None)
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, AwaySheet))


async def test_that_nothing_happened_is_said_for_a_minute_and_needs_no_key() -> None:
    async with staged(size=(100, 30)) as (app, pilot):
        await back_after(app, pilot, Digest(NOW, NOW, 13), hours=1)
        await until(pilot, lambda: "● while you were away (1h): 13 beats, nothing else" in words(app))
        app.pass_by(seconds=59)
        await pilot.pause()
        assert app.digest is not None
        app.pass_by(seconds=1)
        await until(pilot, lambda: app.digest is None)


async def test_the_past_shows_no_news_of_now() -> None:
    async with staged(size=(100, 30)) as (app, pilot):
        await back_after(app, pilot, NEWS, hours=1)
        await until(pilot, lambda: LINE in words(app))
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: app.in_the_past)
        await until(pilot, lambda: LINE not in words(app))
        await pilot.press("escape")
        await until(pilot, lambda: LINE in words(app))


async def test_it_is_noted_that_somebody_is_here_once_a_minute_and_never_when_reading_only() -> None:
    async with staged() as (app, pilot):
        await until(pilot, lambda: len(app.stage.seen) == 1)
        for _ in range(6):
            app.pass_by(seconds=20)
            await pilot.press("2")
            await pilot.pause()
        await until(pilot, lambda: len(app.stage.seen) == 3)
    async with staged(read_only=True) as (app, pilot):
        app.pass_by(minutes=5)
        await pilot.press("2")
        await shown(app, pilot, rich_view())
        assert app.stage.seen == []


async def test_a_dashboard_opened_later_tells_what_happened_since_the_last_one(
    tmp_path: Path,
) -> None:
    root: Root = a_root(tmp_path)
    async with live(root.workspace) as (app, pilot):
        await until(pilot, lambda: root.workspace.last_seen() is not None)
        assert app.digest is None
    root.clock.advance(hours=1)
    root.do("record", job="5.1", status="failure", duration_ms=9, error="no answer")
    async with live(root.workspace, size=(100, 30)) as (app, pilot):
        await until(pilot, lambda: "no beat, 1 job failed" in words(app))
        await pilot.press("v")
        await until(pilot, lambda: "last: no answer" in words(app))
    reader = root.workspace
    reader.read_only = True
    root.clock.advance(hours=1)
    before = everything(root)
    async with live(reader) as (app, pilot):
        await pilot.press("2")
        await until(pilot, lambda: app.digest is not None)
    assert everything(root) == before


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_the_line_fits_every_width_and_text_of_files_stays_text(width: int) -> None:
    found = Digest(NOW - HOUR, NOW, 13, ITEMS, HOSTILE)
    line = away_line(found, width, "v")
    assert width_of(line) <= max(width, width_of(line[-2:]))
    assert "\x1b" not in words_of(line)


@pytest.mark.parametrize(("beats", "said"), [(13, "Nothing but heartbeats."), (0, "no heartbeat came")])
async def test_without_news_the_sheet_is_small_and_leads_nowhere(beats: int, said: str) -> None:
    async with staged() as (app, pilot):
        await back_after(app, pilot, Digest(NOW, NOW, beats, (), ""), hours=2)
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, AwaySheet) and said in words(app))
        assert "go there" not in words(app)
        await until(pilot, lambda: app.screen.query_one("#frame").region.height < 10)
