from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from threading import current_thread, main_thread
from typing import Any

import pytest

from moie_tui.domain.alerts import conditions
from moie_tui.domain.hold import Hold
from moie_tui.domain.job_conditions import of_jobs
from moie_tui.domain.judge import judge
from moie_tui.domain.quiet import Mute, Quiet
from moie_tui.domain.steady import alike
from moie_tui.domain.view import SystemView
from moie_tui.tui import desk as desks
from moie_tui.tui.alerts import Alerts, alerts_of
from moie_tui.tui.desk import Desk
from moie_tui.tui.live import IN_FRONT, OTHERS
from moie_tui.values import replace
from tests.tui.fake_source import FakeSource
from tests.tui.sample_views import NOW, rich_view

SECOND = timedelta(seconds=1)


def well(**changes: object) -> SystemView:
    """A root of one endless job that ran eleven minutes ago, whose heart beat four minutes ago."""
    view = rich_view()
    health = {"5.1": replace(view.health["5.1"], last_execution=NOW - timedelta(minutes=11))}
    return replace(view, health=health, **changes)


def seconds(view: SystemView, count: int) -> Iterator[Desk]:
    """A desk on which that view lies, after each second's tick."""
    desk = Desk(FakeSource(picture=view))
    desk.take(view)
    desk.judge(NOW)
    for number in range(1, count):
        now = NOW + SECOND * number
        desk.waking.saw(now, number)
        if desk.is_due(now, IN_FRONT):
            desk.judge(now)
            desk.look_ahead()
        yield desk


def words(alerts: Alerts) -> list[tuple[str, bool]]:
    return [(one.key, one.is_quiet) for one in alerts.items]


MOMENT = NOW + timedelta(seconds=37)
VIEWS = {
    "a heart that grows stale": well(),
    "jobs that fail and are late": rich_view(),
    "a hold that ends": well(hold=Hold(NOW, MOMENT, "moving house")),
    "a mute that ends": rich_view(quiet=Quiet((Mute("5.2", MOMENT),))),
    "a state that can't be read": rich_view(state=None),
}


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_what_is_thought_of_a_root_turns_in_the_second_in_which_it_would_be_judged_so(
    view: SystemView,
) -> None:
    judged = Desk(FakeSource(picture=view))
    judged.take(view)
    judged.judge(NOW)
    for number, desk in enumerate(seconds(view, 420), 1):
        now = NOW + SECOND * number
        judged.judge(now)
        assert desk.judgement is not None
        assert alike(desk.judgement, judge(view, now)), number
        assert words(desk.alerts) == words(judged.alerts), number


def test_where_nothing_turns_little_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[object] = []
    real = desks.conditions
    monkeypatch.setattr(desks, "conditions", lambda *facts: looked.append(facts[-1]) or real(*facts))
    assert len(list(seconds(well(), 300))) == 299
    assert len(looked) <= 2 * 300 / 15 + 3


def test_a_clock_that_was_set_back_has_all_judged_again() -> None:
    desk = list(seconds(well(), 30))[-1]
    now = desk.judged_at
    assert not desk.is_due(now + SECOND, IN_FRONT)
    assert desk.is_due(now - timedelta(hours=1), IN_FRONT)


def test_a_root_that_is_not_in_front_waits_longer() -> None:
    desk = Desk(FakeSource())
    desk.take(rich_view())
    desk.judge(NOW)
    assert desk.is_due(NOW + SECOND, IN_FRONT)
    assert not desk.is_due(NOW + SECOND, OTHERS)
    assert desk.is_due(NOW + 10 * SECOND, OTHERS)


def test_many_jobs_that_are_well_are_judged_as_soon_as_few() -> None:
    view = well()
    fresh = replace(view.health["5.1"], last_execution=NOW)
    desk = Desk(FakeSource())
    desk.take(replace(view, health={f"9.{at}": fresh for at in range(300)}, runs=()))
    desk.judge(NOW)
    assert desk.is_due(NOW + SECOND, IN_FRONT)
    late = replace(fresh, last_execution=NOW - timedelta(days=1))
    desk.take(replace(view, health={f"9.{at}": late for at in range(300)}, runs=()))
    desk.judge(NOW)
    assert not desk.is_due(NOW + 2 * SECOND, IN_FRONT)
    assert desk.is_due(NOW + 4 * SECOND, IN_FRONT)


def test_what_of_jobs_must_be_heard_of_is_found_once_for_the_same_verdicts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[SystemView] = []
    monkeypatch.setattr(desks, "of_jobs", lambda view, *others: asked.append(view) or of_jobs(view, *others))
    state = well().state
    assert state is not None
    one = well(state=replace(state, phases=state.phases[:-1]), runs=())
    desk = Desk(FakeSource(picture=one))
    for view, times in ((one, 1), (replace(one, read_at=NOW + SECOND), 2)):
        desk.take(view)
        for number in range(5):
            now = NOW + SECOND * number
            desk.judge(now)
            assert words(desk.alerts) == words(alerts_of(view, conditions(view, judge(view, now), now), now))
        assert len(asked) == times


async def test_only_the_first_view_is_judged_where_keys_are_awaited(monkeypatch: pytest.MonkeyPatch) -> None:
    places: list[bool] = []
    weigh = Desk._weigh

    def noted(desk: Desk, *facts: Any) -> Any:
        places.append(current_thread() is main_thread())
        return weigh(desk, *facts)

    monkeypatch.setattr(Desk, "_weigh", noted)
    desk = Desk(FakeSource(well()))
    for view in (well(), well()):
        async with desk.weighing(view):
            desk.judge(NOW)
    assert places == [True, False]
