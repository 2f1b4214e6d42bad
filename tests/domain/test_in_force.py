"""Which state was in force at a moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from moie_tui.domain.diff import apply, diff
from moie_tui.domain.in_force import Copy, in_force
from moie_tui.domain.plan import SCHEMA, Effect, OperationRecord
from moie_tui.values import replace
from tests.builders import Document, a_job, a_phase, a_state

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def state(*statuses: str, beat: float = 0) -> Document:
    jobs = [a_job(f"1.{number}", status) for number, status in enumerate(statuses, 1)]
    return a_state(a_phase(1, *jobs), meta={"last_heartbeat": at(beat).isoformat()})


def copy(raw: Document, minute: float, name: str = "k3f9") -> Copy:
    return Copy(raw, 2, at(minute), name, datetime.fromisoformat(raw["meta"]["last_heartbeat"]))


def done(minute: float, before: Document, after: Document, outcome: str = "verified") -> OperationRecord:
    effects = diff(before, after)
    return OperationRecord(f"op{minute}", "pulse", at(minute), "", effects, outcome=outcome)


A, B, C = state("pending"), state("completed", beat=10), state("completed", "pending", beat=20)
OLDER, NEWER = copy(A, 10), copy(B, 20, "m2aa")
PULSE = done(10.01, A, B)


def test_what_a_pulse_did_right_after_its_snapshot_was_in_force_until_the_next() -> None:
    found = in_force(OLDER, NEWER, [PULSE], at(15))
    assert (found.raw, found.copy, found.acts) == (B, OLDER, 1)
    assert (found.by_beat, found.unsure_until) == (None, None)


def test_before_the_pulse_ended_the_state_of_its_snapshot_was_in_force() -> None:
    found = in_force(OLDER, NEWER, [PULSE], at(10.005))
    assert (found.raw, found.acts) == (A, 0)


def test_a_beat_of_a_plain_script_leaves_no_record_but_its_time_in_the_next_copy() -> None:
    found = in_force(OLDER, NEWER, [], at(15))
    assert (found.raw, found.copy, found.by_beat) == (B, NEWER, at(10))
    assert in_force(OLDER, NEWER, [], at(9.9)).raw == A


def test_what_was_done_by_hand_after_the_moment_is_taken_back_from_the_next_copy() -> None:
    by_hand = done(17, B, replace_status(B, "pending"))
    newer = copy(replace_status(B, "pending"), 20)
    assert in_force(OLDER, newer, [by_hand], at(15)).raw == B
    assert in_force(OLDER, newer, [by_hand], at(18)).raw == newer.raw


def test_a_foreign_edit_between_two_copies_is_not_guessed_at_but_told() -> None:
    edited = apply(B, diff(state("completed"), state("paused")))
    found = in_force(OLDER, replace(copy(edited, 20), since=at(19)), [PULSE], at(15))
    assert (found.raw, found.unsure_until) == (B, at(20))


def test_a_foreign_beat_after_the_moment_explains_the_difference() -> None:
    later = replace(copy(C, 30), since=at(20))
    found = in_force(OLDER, later, [PULSE], at(15))
    assert (found.raw, found.unsure_until) == (B, None)


def test_without_an_older_copy_the_next_one_tells_what_its_beat_left() -> None:
    assert in_force(None, NEWER, [], at(15)).raw == B
    assert in_force(None, NEWER, [], at(9)).raw is None
    assert in_force(None, None, [], at(9)).copy is None
    assert in_force(OLDER, None, [PULSE], at(99)).raw == B


def test_failed_and_unended_operations_changed_nothing() -> None:
    for outcome in ("", "failed"):
        assert in_force(OLDER, None, [replace(PULSE, outcome=outcome)], at(15)).raw == A


def test_after_a_migration_the_next_copy_tells_since_it_has_the_new_version() -> None:
    moved = OperationRecord(
        "op", "migrate", at(12), "", (Effect(SCHEMA, "live version", 2, 3),), outcome="done"
    )
    third = replace(copy(C | {"schema_version": 3}, 30), version=3)
    assert in_force(OLDER, third, [PULSE, moved], at(15)).copy is third
    assert in_force(OLDER, third, [PULSE, moved], at(11)).raw == B


def replace_status(document: Document, status: str) -> Document:
    return apply(document, diff(state("completed"), state(status)))
