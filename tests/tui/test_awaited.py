"""Who started a command hears how it ended, whenever that is."""

from __future__ import annotations

from datetime import timedelta

from moie_tui.domain.plan import Outcome, Plan
from moie_tui.domain.run import FAILURE, Run
from moie_tui.tui.awaited import ended_words
from moie_tui.values import replace
from tests.tui.bare_app import BareApp, begin, until
from tests.tui.fake_source import NOW, FakeSource

BEGUN = Run("20261122T141100Z-3f9a", "5.1", "exit 3", NOW - timedelta(minutes=1))
OVER = replace(BEGUN, ending=FAILURE, ended_at=NOW, duration_ms=60_000, exit_code=3, why="exit 3 after 60s")
STARTED = Outcome("", "started", "job 5.1 is started", detail={"job": "5.1", "run_id": BEGUN.id})


async def test_the_end_of_what_was_started_is_told_when_it_ends() -> None:
    source = FakeSource()
    source.picture = replace(source.picture, runs=(BEGUN,))
    source.offer(Plan("start", "Start job 5.1"), act=lambda *_: STARTED)
    app = BareApp(source)
    async with app.run_test() as pilot:
        await begin(app, pilot, "start")
        await until(pilot, lambda: bool(app._notifications))
        # It is over, and nobody has noticed yet.
        source.kept = (OVER,)
        app.show(replace(source.picture, runs=(BEGUN,), read_at=NOW + timedelta(seconds=1)))
        assert [one.title for one in app._notifications] == ["Start"]
        app.desk.take(replace(source.picture, runs=()))
        await until(pilot, lambda: len(app._notifications) > 1)
        told = [*app._notifications][-1]
        assert (told.title, told.severity) == ("Job 5.1 ended", "warning")
        assert told.message == "failure, exit 3 after 60s · 14:12:00"


async def test_the_exit_code_is_told_where_the_ending_does_not_say_it() -> None:
    app = BareApp(FakeSource())
    well = replace(OVER, ending="success", why="", exit_code=0)
    assert ended_words(well, app.desk) == "success · 60s · exit 0 · 14:12:00"
