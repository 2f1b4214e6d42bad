from __future__ import annotations

from datetime import UTC, datetime

import pytest

from moie_tui.domain import plan
from moie_tui.domain.plan import ABSENT, Effect, OperationRecord
from moie_tui.domain.state import parse_state
from moie_tui.domain.undoing import changed_since, could_leave, leaves_something
from tests.builders import a_job, a_phase, a_state

BEAT = Effect(plan.HEARTBEAT, "heartbeat", "10:00", "10:10", ("meta", "last_heartbeat"))
TAKEN = Effect(plan.SNAPSHOT, "a.json", ABSENT, "heartbeat")
PROVEN = Effect(plan.JOB, "1.1", "pending", "completed", ("phases", "1", "jobs", "1.1", "status"))


def a_record(kind: str, *effects: Effect) -> OperationRecord:
    return OperationRecord("op", kind, datetime(2026, 1, 1, tzinfo=UTC), "me", effects, outcome="done")


def test_a_pulse_that_only_beat_leaves_something_until_the_heart_beats_again() -> None:
    pulse = a_record("pulse", TAKEN, BEAT)
    assert leaves_something(pulse, "10:10")
    assert not leaves_something(pulse, "10:20")
    assert leaves_something(a_record("pulse", TAKEN, BEAT, PROVEN), "10:20")
    assert could_leave(pulse)


@pytest.mark.parametrize("kind", [plan.PRUNE, plan.PIN, plan.SCHEMA, plan.EXECUTION, plan.FILE])
def test_what_was_done_beside_the_state_can_be_taken_back(kind: str) -> None:
    assert leaves_something(a_record("x", Effect(kind, "it", 1, 2)), None)


def test_only_a_backups_snapshot_goes_with_its_undo() -> None:
    assert leaves_something(a_record("backup", TAKEN), None)
    assert not leaves_something(a_record("rollback", TAKEN), None)
    trust = a_record("trust", Effect(plan.TRUST, "root", ABSENT, "true"))
    assert not leaves_something(trust, None)
    assert not could_leave(trust)


@pytest.mark.parametrize(("status", "found"), [("completed", ""), ("pending", ""), ("abandoned", "job 1.1")])
def test_a_job_that_another_hand_changed_since_stands_in_the_way(status: str, found: str) -> None:
    state = parse_state(a_state(a_phase(1, a_job("1.1", status), a_job("1.2"))), 2)
    assert changed_since(a_record("pulse", TAKEN, BEAT, PROVEN), state) == found
    assert changed_since(a_record("pulse", TAKEN, BEAT), state) == ""
