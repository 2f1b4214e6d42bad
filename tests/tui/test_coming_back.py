"""Back from an editor or the shell: what came to pass meanwhile is read before anything is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from textual.pilot import Pilot

from moie_tui.domain.view import SystemView
from moie_tui.tui.screens.dashboard import Dashboard
from moie_tui.values import replace
from tests.tui.bare_app import until
from tests.tui.sample_views import NOW, rich_view
from tests.tui.stage import StagedApp, staged

AWAY = timedelta(minutes=30)


def beaten(since: timedelta) -> SystemView:
    """A root whose heart beat that long after the moment of the stage, and whose job ran then."""
    view, at = rich_view(), NOW + since
    assert view.state is not None
    state = replace(view.state, last_heartbeat=at.isoformat())
    health = {"5.1": replace(view.health["5.1"], last_execution=at)}
    return replace(view, state=state, health=health, read_at=NOW + since)


BEFORE, MEANWHILE = beaten(-timedelta(minutes=2)), beaten(AWAY - timedelta(minutes=2))


def told(app: StagedApp) -> list[str]:
    return [f"{one.title} {one.message}" for one in app._notifications if "heartbeat" in one.message]


def pass_away(app: StagedApp, now: SystemView) -> None:
    """Time passes while nothing of ours runs; then the root is like that."""
    app.stage.moment += AWAY
    app.stage.picture = now


def by_the_editor(app: StagedApp, then: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def lent() -> Iterator[None]:
        yield
        app.call_next(app.tick)

    monkeypatch.setattr(app, "suspend", lent)
    monkeypatch.setattr(app.stage.drafts, "edit", lambda draft: then())
    app.acting.request("edit")


def by_the_shell(app: StagedApp, then: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(driver: object) -> None:
        then()
        app.call_next(app.tick)

    monkeypatch.setattr("moie_tui.tui.suspending.has_shell", lambda: True)
    monkeypatch.setattr(type(app._driver), "can_suspend", True)
    monkeypatch.setattr(type(app._driver), "stop_with_others", stop, raising=False)
    app.action_suspend()


Way = Callable[[StagedApp, Callable[[], None], pytest.MonkeyPatch], None]
ways = pytest.mark.parametrize("away", [by_the_editor, by_the_shell])


async def ticked(app: StagedApp, pilot: Pilot[None]) -> None:
    """The tick on the way back is over."""
    await until(pilot, lambda: app.now == NOW + AWAY)


@ways
async def test_a_heart_that_went_on_beating_is_not_reported_stale(
    away: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with staged(BEFORE) as (app, pilot):
        away(app, lambda: pass_away(app, MEANWHILE), monkeypatch)
        await ticked(app, pilot)
        await until(pilot, lambda: app.view is MEANWHILE)
        app.tick()
        assert told(app) == []


@ways
async def test_a_heart_that_stood_still_meanwhile_is_told(away: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    async with staged(BEFORE) as (app, pilot):
        away(app, lambda: pass_away(app, BEFORE), monkeypatch)
        await until(pilot, lambda: bool(told(app)))
        assert isinstance(app.screen_stack[0], Dashboard)


async def test_what_was_read_before_and_comes_late_is_not_judged_either() -> None:
    async with staged(BEFORE) as (app, _pilot):
        late = replace(BEFORE, snapshots=())
        pass_away(app, MEANWHILE)
        app.come_back()
        await app._take(app.desk, late)
        assert (app.view, told(app)) == (MEANWHILE, [])


async def test_an_absence_in_the_midst_of_reading_has_it_read_once_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with staged(BEFORE) as (app, _pilot):

        def read() -> SystemView:
            monkeypatch.undo()
            app.desk.was_gone()
            pass_away(app, MEANWHILE)
            return BEFORE

        app.desk.was_gone()
        monkeypatch.setattr(app.stage, "view", read)
        await app._take(app.desk, BEFORE)
        assert (app.view, told(app)) == (MEANWHILE, [])
