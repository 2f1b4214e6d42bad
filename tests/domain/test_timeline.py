"""The moments in which anything changed."""

from __future__ import annotations

from datetime import timedelta

from moie_tui.domain.event import Event
from moie_tui.domain.executions import SUCCESS, Execution, JobHealth
from moie_tui.domain.plan import OperationRecord
from moie_tui.domain.snapshot import Snapshot
from moie_tui.domain.timeline import earlier, later, leapt, moments
from moie_tui.domain.view import SystemView
from moie_tui.values import replace
from tests.roots import NOON

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def a_view() -> SystemView:
    ran = Execution(NOON + 3 * MINUTE, SUCCESS, 5)
    return SystemView(
        root="/r",
        read_at=NOON + 9 * MINUTE,
        snapshots=(Snapshot("k3f9", "x", 1, NOON),),
        operations=(OperationRecord("op", "pulse", NOON + SECOND / 4, "", outcome="done", message="cyclic"),),
        events=(
            Event(NOON + SECOND / 2, "info", "heartbeat", "pulse: cyclic"),
            Event(NOON + 5 * MINUTE, "info", "job", "tried"),
            Event(NOON + 5 * MINUTE, "error", "job", "it failed"),
            Event(NOON + 6 * MINUTE, "strange", "job", "of no level"),
        ),
        health={"5.1": JobHealth((ran, replace(ran, at=None)), 2, 0, ran.at)},
    )


def test_what_changed_within_a_second_is_one_moment_at_its_last_change() -> None:
    *_, first = moments(a_view())
    assert (first.at, first.words, first.changes) == (NOON + SECOND / 2, "pulse: cyclic", 3)


def test_moments_come_from_all_that_is_kept_newest_first_and_say_the_worst() -> None:
    found = moments(a_view())
    assert [(one.at - NOON) // MINUTE for one in found] == [6, 5, 3, 0]
    assert [one.words for one in found[:3]] == ["of no level", "it failed", "job 5.1 succeeded"]
    assert [one.level for one in found] == ["info", "error", "info", "info"]


def test_one_finds_the_next_moment_on_either_side() -> None:
    found = moments(a_view())
    assert earlier(found, NOON + 5 * MINUTE) == NOON + 3 * MINUTE
    assert later(found, NOON + 5 * MINUTE) == NOON + 6 * MINUTE
    assert earlier(found, NOON) is None
    assert later(found, NOON + 6 * MINUTE) is None


def test_an_operation_and_its_event_a_second_later_are_one_moment() -> None:
    told = Event(NOON + SECOND, "warning", "rollback", "rolled back", {"operation": "op"})
    view = replace(a_view(), events=(told,), health={}, snapshots=())
    assert [(one.words, one.at, one.changes) for one in moments(view)] == [("rolled back", told.timestamp, 2)]


def test_an_event_long_after_its_operation_is_a_moment_of_its_own() -> None:
    told = Event(NOON + MINUTE, "info", "job", "it ended", {"operation": "op"})
    view = replace(a_view(), events=(told,), health={}, snapshots=())
    assert [one.words for one in moments(view)] == ["it ended", "pulse: cyclic"]


def test_large_steps_lead_exactly_an_hour_in_the_last_day_and_a_day_before_it() -> None:
    hour, day = timedelta(hours=1), timedelta(days=1)

    def ago(start: timedelta, by: int) -> timedelta | None:
        found = leapt(NOON - start, NOON, by)
        return None if found is None else NOON - found

    starts = (timedelta(), 23 * hour, day, 30 * hour)
    assert [ago(start, -1) for start in starts] == [hour, day, 2 * day, 54 * hour]
    assert [ago(start, 1) for start in (54 * hour, 30 * hour, day, hour)] == [
        30 * hour,
        6 * hour,
        23 * hour,
        None,
    ]
