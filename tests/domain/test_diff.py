"""Differences by id, and the laws they keep."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.addresses import same
from moie_tui.domain.diff import apply, conflicts, diff, effect_from_record, effect_to_record, reverse
from moie_tui.domain.plan import ABSENT, DOCUMENT, HEARTBEAT, JOB, META, PHASE, Effect
from tests.builders import a_job, a_phase, a_state
from tests.strategies import JSON_VALUES, malformed_documents, state_documents

ANY = st.integers(1, 3).flatmap(state_documents)
ANYTHING = ANY | malformed_documents()


@given(ANYTHING, ANYTHING)
def test_applying_a_difference_gives_the_other_document(one: dict[str, Any], other: dict[str, Any]) -> None:
    untouched = copy.deepcopy(one)
    assert same(apply(one, diff(one, other)), other)
    assert same(one, untouched)


@given(ANYTHING, ANYTHING)
def test_reversing_a_difference_gives_the_first_document_back(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    changes = diff(one, other)
    assert same(apply(other, reverse(changes)), one)
    twice = reverse(reverse(changes))
    assert len(twice) == len(changes)
    assert all(change in twice for change in changes)


def test_a_way_back_depends_on_no_command() -> None:
    proof = Effect(JOB, "1.1", "pending", "completed", ("a", "b"), "`x` succeeds")
    assert reverse([proof]) == (Effect(JOB, "1.1", "completed", "pending", ("a", "b")),)


@given(ANYTHING)
def test_a_document_does_not_differ_from_itself(document: dict[str, Any]) -> None:
    assert diff(document, copy.deepcopy(document)) == ()


@given(ANYTHING, ANYTHING)
def test_a_difference_never_conflicts_with_the_document_it_was_made_of(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    assert conflicts(one, diff(one, other)) == ()


@given(ANYTHING, ANYTHING)
def test_effects_survive_being_written_down_as_json(one: dict[str, Any], other: dict[str, Any]) -> None:
    changes = diff(one, other)
    lines = [json.dumps(effect_to_record(change)) for change in changes]
    read = [effect_from_record(json.loads(line)) for line in lines]
    assert all(same(back.before, change.before) for back, change in zip(read, changes, strict=True))
    assert read == list(changes)


@given(JSON_VALUES | st.just(ABSENT), JSON_VALUES | st.just(ABSENT))
def test_null_and_absent_stay_different_on_paper(before: object, after: object) -> None:
    effect = Effect(JOB, "1.1", before, after, ("a", "b"), "`x` succeeds")
    assert effect_from_record(effect_to_record(effect)) == effect


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"kind": 1, "target": ""},
        {"kind": "", "target": "", "path": [1]},
        {"kind": "", "target": "", "path": 1},
    ],
)
def test_a_record_that_was_no_effect_is_refused(record: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no effect"):
        effect_from_record(record)


def test_each_change_has_its_kind_target_and_path() -> None:
    one = a_state(a_phase(1, a_job("1.1")), a_phase(2, a_job("2.1")), notes="x")
    other = a_state(
        a_phase(1, a_job("1.1", "completed", task="New"), status="completed"),
        a_phase(5, a_job("5.1")),
        current=5,
        meta={"last_heartbeat": "2025-12-12T00:10:00.000Z"},
    )
    assert {(change.kind, change.target, change.path) for change in diff(one, other)} == {
        (JOB, "1.1", ("phases", "1", "jobs", "1.1", "status")),
        (JOB, "1.1 task", ("phases", "1", "jobs", "1.1", "task")),
        (PHASE, "1", ("phases", "1", "status")),
        (PHASE, "2", ("phases", "2")),
        (PHASE, "5", ("phases", "5")),
        (META, "current_phase", ("meta", "current_phase")),
        (HEARTBEAT, "last_heartbeat", ("meta", "last_heartbeat")),
        (DOCUMENT, "notes", ("notes",)),
    }


def test_losses_come_first() -> None:
    one = a_state(a_phase(1, a_job("1.1"), a_job("1.2", "completed")), a_phase(2), notes=1)
    other = a_state(a_phase(1, a_job("1.1", "completed"), a_job("1.2")), current=2)
    changes = [(change.target, change.before) for change in diff(one, other)]
    assert changes[0] == ("2", a_phase(2))
    assert changes[1] == ("1.2", "completed")
    assert ("1.1", "pending") in changes[2:]


def test_an_item_taken_out_of_the_middle_comes_back_to_its_place_without_an_effect_for_the_order() -> None:
    one, other = a_state(a_phase(1), a_phase(2), a_phase(5)), a_state(a_phase(1), a_phase(5))
    (change,) = diff(one, other)
    assert change.path == ("phases", "2")
    assert apply(other, reverse([change])) == one


def test_another_order_is_one_effect_with_the_ids() -> None:
    first, second = a_job("1.1"), a_job("1.2")
    (change,) = diff(a_state(a_phase(1, first, second)), a_state(a_phase(1, second, first)))
    assert change.path == ("phases", "1", "jobs", "@order")
    assert (change.before, change.after) == (["1.1", "1.2"], ["1.2", "1.1"])


def test_lists_with_duplicate_ids_differ_as_a_whole() -> None:
    one, other = a_state(a_phase(1), a_phase("1")), a_state(a_phase(1))
    (change,) = diff(one, other)
    assert (change.kind, change.path) == (DOCUMENT, ("phases",))


def test_true_one_and_one_point_zero_are_three_values() -> None:
    one, whole, point = (a_state(x=value) for value in (True, 1, 1.0))
    assert len(diff(one, whole)) == len(diff(whole, point)) == len(diff(one, point)) == 1


def test_an_id_that_turns_from_number_to_text_is_the_same_phase() -> None:
    (change,) = diff(a_state(a_phase(1)), a_state(a_phase("1")))
    assert (change.path, change.before, change.after) == (("phases", "1", "id"), 1, "1")


def test_what_others_wrote_meanwhile_is_merged() -> None:
    before = a_state(a_phase(1, a_job("1.1"), a_job("1.2")))
    ours = diff(before, a_state(a_phase(1, a_job("1.1", "completed"), a_job("1.2"))))
    theirs = a_state(a_phase(1, a_job("1.0"), a_job("1.1"), a_job("1.2", task="Other")), notes="n")
    assert conflicts(theirs, ours) == ()
    merged = apply(theirs, ours)
    assert merged == a_state(
        a_phase(1, a_job("1.0"), a_job("1.1", "completed"), a_job("1.2", task="Other")), notes="n"
    )


def test_a_value_that_changed_meanwhile_is_a_conflict_and_a_newer_heartbeat_is_none() -> None:
    before = a_state(a_phase(1, a_job("1.1")))
    changes = diff(
        before,
        a_state(a_phase(1, a_job("1.1", "completed")), meta={"last_heartbeat": "2025-12-12T00:10:00Z"}),
    )
    now = a_state(a_phase(1, a_job("1.1", "blocked")), meta={"last_heartbeat": "2025-12-12T00:05:00Z"})
    assert [change.target for change in conflicts(now, changes)] == ["1.1"]


def test_a_job_that_is_gone_is_a_conflict_and_applying_leaves_the_rest_alone() -> None:
    (change,) = diff(a_state(a_phase(1, a_job("1.1"))), a_state(a_phase(1, a_job("1.1", "completed"))))
    now = a_state(a_phase(1))
    assert conflicts(now, [change]) == (change,)
    assert apply(now, [change]) == now


def test_an_order_only_conflicts_when_the_common_ids_stand_otherwise() -> None:
    one, two, three = a_job("1.1"), a_job("1.2"), a_job("1.3")
    changes = diff(a_state(a_phase(1, one, two)), a_state(a_phase(1, two, one)))
    assert conflicts(a_state(a_phase(1, three, one, two)), changes) == ()
    assert conflicts(a_state(a_phase(1, two, one)), changes) == changes
    assert apply(a_state(a_phase(1, three, one, two)), changes) == a_state(a_phase(1, two, one, three))


def test_effects_outside_the_state_change_no_document() -> None:
    outside = Effect("snapshot", "x", ABSENT, "heartbeat")
    assert apply(a_state(), [outside]) == a_state()
    assert conflicts(a_state(), [outside]) == ()


def test_a_thousand_new_jobs_are_compared_and_applied_in_a_moment() -> None:
    one = a_state(a_phase(1, *(a_job(f"1.{n}") for n in range(1000))))
    other = a_state(a_phase(1, *(a_job(f"1.{n}") for n in range(500, 1500))))
    assert apply(one, diff(one, other)) == other


def test_values_nested_too_deeply_for_recursion_are_compared() -> None:
    one: list[object] = []
    other: list[object] = []
    for _ in range(100_000):
        one, other = [one], [other]
    assert same(one, other)
    assert not same(one, [other])
    assert diff({"x": one}, {"x": other}) == ()
