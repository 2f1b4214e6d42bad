"""A state from before that is here again: told by a beat it does not know of, and by the act."""

from __future__ import annotations

from datetime import timedelta

import pytest

from moie_tui.domain.alerts import conditions
from moie_tui.domain.diagnosis import Silence
from moie_tui.domain.event import Event
from moie_tui.domain.judge import judge
from moie_tui.domain.put_back import put_back
from moie_tui.domain.view import SystemView
from tests.builders import a_job, a_phase, a_state
from tests.domain.silent import NINE, NOON, a_beat, a_view, beats, found, of, timers

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
BEAT, ACT = a_beat(NOON - 4 * MINUTE), NOON - 3 * MINUTE


def an_act(category: str) -> Event:
    return Event(ACT, "warning", category, "rolled back to snapshot k3f9", {"operation": "op7"})


def never_beaten(*events: Event) -> SystemView:
    boot = {"last_heartbeat": None, "boot_time": (NOON - 25 * 60 * MINUTE).isoformat()}
    return a_view(None, a_state(a_phase(1, a_job("1.1", "cyclic")), meta=boot), events=events)


def alert(view: SystemView) -> str:
    return next(one.message for one in conditions(view, judge(view, NOON), NOON) if one.key == "heartbeat")


def written(silence: Silence) -> tuple[str, tuple[str, ...]]:
    one = of(silence, "writer")
    return one.level, one.evidence


def test_a_rollback_to_a_snapshot_without_a_heartbeat_is_named_as_the_cause() -> None:
    view = never_beaten(BEAT, an_act("rollback"))
    said = "rolled back 3m ago to a snapshot from before the first heartbeat; the next beat mends it"
    silence = found(view)
    assert silence.lead == said
    assert silence.step == "wait for it, or beat now: `moie pulse`"
    assert written(silence) == (
        "cause",
        (
            "operation op7, 11:57:00: rolled back to snapshot k3f9",
            "the last pulse was at 11:56:00, the state has no stamp",
        ),
    )
    assert alert(view) == f"the state tells of no heartbeat: {said}"


def test_a_rollback_to_an_old_heartbeat_tells_how_old_it_is() -> None:
    view = a_view(NOON - DAY, events=(BEAT, an_act("rollback")))
    said = "rolled back 3m ago to a snapshot whose last heartbeat is 1d old; the next beat mends it"
    assert found(view).lead == said
    assert written(found(view))[0] == "cause"
    assert alert(view) == f"the heartbeat is stale: {said}"
    [one] = [one for one in conditions(view, judge(view, NOON), NOON) if one.key == "heartbeat"]
    assert one.since == ACT


def test_an_undo_and_a_copy_by_hand_are_told_apart_from_a_rollback() -> None:
    undone = a_view(events=(BEAT, an_act("undo")))
    assert found(undone).lead.startswith("an undo 3m ago put back a state whose last heartbeat is 3h old;")
    assert found(a_view(events=(BEAT,))).lead.startswith("an older state was put back, one whose last")
    assert alert(a_view(events=(BEAT,))).startswith("the heartbeat is stale, late by "), "nobody is sure"
    assert "an older state was put back" in alert(never_beaten(BEAT)), "a beat left no stamp at all"
    before = a_view(events=(an_act("rollback"), a_beat(NOON - MINUTE)))
    assert found(before).lead.startswith("an older state was put back"), "a beat came after that rollback"


def test_a_heart_that_did_not_beat_either_since_has_the_rollback_only_as_a_part() -> None:
    long_ago = Event(NINE + MINUTE, "warning", "rollback", "rolled back to snapshot k3f9", {})
    view = a_view(NOON - DAY, events=(*beats(), long_ago))
    assert written(found(view, timers=timers()))[0] == "part"
    assert found(view, timers=timers()).lead.startswith("nothing starts pulses by itself")
    assert alert(view).startswith("the heart has not beaten for 3h: rolled back 2h 59m ago to a snapshot")


@pytest.mark.parametrize("events", [(), (a_beat(NINE),), (a_beat(NINE), an_act("rollback"))])
def test_a_stamp_that_is_the_newest_beat_was_not_put_back(events: tuple[Event, ...]) -> None:
    assert put_back(events, NINE) is None
    assert alert(a_view(events=events)).startswith("the heartbeat is stale, late by ")
