"""The next step of a state: every outcome of the contract."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.diff import apply
from moie_tui.domain.ids import natural_key
from moie_tui.domain.plan import ABSENT, HEARTBEAT, META, PHASE
from moie_tui.domain.pulse import Step, beat_effect, next_step, step_effects
from moie_tui.domain.state import parse_state
from tests.builders import a_job, a_phase, a_state
from tests.strategies import state_documents

Change = tuple[str, object, object]


def step_of(document: dict[str, Any], *paused: str) -> Step:
    return next_step(parse_state(document, 2), paused)


def changes_of(document: dict[str, Any]) -> list[Change]:
    state = parse_state(document, 2)
    return [(one.target, one.before, one.after) for one in step_effects(state, next_step(state))]


def stepped(document: dict[str, Any]) -> dict[str, Any]:
    state = parse_state(document, 2)
    return apply(document, step_effects(state, next_step(state)))


def test_the_first_pending_job_in_document_order_is_verified() -> None:
    step = step_of(a_state(a_phase(1, a_job("1.9", "completed"), a_job("1.10"), a_job("1.2"))))
    assert (step.kind, step.job and step.job.key, step.command) == ("verify", "1.10", "true")


def test_a_proof_completes_its_job_and_says_on_what_it_depends() -> None:
    document = a_state(a_phase(1, a_job("1.1", verification_cmd="test -w x")))
    state = parse_state(document, 2)
    (effect,) = step_effects(state, next_step(state))
    assert effect.path == ("phases", "1", "jobs", "1.1", "status")
    assert (effect.before, effect.after) == ("pending", "completed")
    assert effect.condition == "`test -w x` succeeds"


@pytest.mark.parametrize("command", [None, "", " \n"])
def test_a_job_with_nothing_to_run_is_never_proven(command: str | None) -> None:
    document = a_state(a_phase(1, a_job("1.1", verification_cmd=command)))
    step = step_of(document)
    assert (step.kind, step.command) == ("verify", None)
    assert "no verification command" in step.why
    assert stepped(document) == document


def test_a_job_without_the_key_is_never_proven_either() -> None:
    job = {"id": "1.1", "task": "t", "status": "pending"}
    assert step_of(a_state(a_phase(1, job))).command is None


def test_paused_jobs_are_passed_over() -> None:
    document = a_state(a_phase(1, a_job("1.1", paused=True), a_job("1.2"), a_job("1.3")))
    assert (found := step_of(document, "1.2").job) is not None
    assert found.key == "1.3"


def test_only_paused_jobs_pending_is_blocked_and_names_them_even_beside_cyclic_ones() -> None:
    jobs = (a_job("1.1", paused=True), a_job("1.2"), a_job("1.3", "cyclic"))
    step = step_of(a_state(a_phase(1, *jobs)), "1.2")
    assert step.kind == "blocked"
    assert "1.1, 1.2" in step.why


@pytest.mark.parametrize("others", [(), ("completed",), ("completed", "odd")])
def test_a_phase_with_cyclic_jobs_and_nothing_pending_is_terminal(others: tuple[str, ...]) -> None:
    jobs = [a_job(f"1.{at}", status) for at, status in enumerate((*others, "cyclic"))]
    document = a_state(a_phase(1, *jobs), a_phase(2, a_job("2.1")))
    assert step_of(document).kind == "cyclic"
    assert stepped(document) == document


def test_a_pending_job_comes_before_the_cyclic_ones() -> None:
    assert step_of(a_state(a_phase(1, a_job("1.1", "cyclic"), a_job("1.2")))).kind == "verify"


def test_an_unknown_status_with_nothing_else_is_blocked_and_named() -> None:
    step = step_of(a_state(a_phase(1, a_job("1.1", "completed"), a_job("1.2", "läuft"))))
    assert step.kind == "blocked"
    assert "1.2" in step.why
    assert "läuft" in step.why


@pytest.mark.parametrize("jobs", [(), (a_job("1.1", "completed"),)])
def test_a_completed_or_empty_phase_promotes_the_next_by_natural_order(jobs: tuple[Any, ...]) -> None:
    ahead = (a_phase(10, status="pending"), a_phase(5, status="pending"), a_phase(1, *jobs))
    assert step_of(a_state(*ahead)).kind == "promoted"
    assert changes_of(a_state(*ahead)) == [
        ("1", "active", "completed"),
        ("5", "pending", "active"),
        ("current_phase", 1, 5),
    ]


def test_what_already_is_so_is_no_effect() -> None:
    document = a_state(a_phase(1, status="completed"), a_phase(2, status="active"))
    assert changes_of(document) == [("current_phase", 1, 2)]


def test_after_the_last_phase_comes_its_id_plus_one() -> None:
    document = a_state(a_phase(1), a_phase(5), current=5)
    assert changes_of(document)[-1] == ("current_phase", 5, 6)
    assert step_of(stepped(document)).kind == "sovereign"


@pytest.mark.parametrize("last", ["final", "5", -1])
def test_after_an_id_that_can_not_be_counted_on_comes_null(last: int | str) -> None:
    document = a_state(a_phase(1), a_phase(last), current=last)
    assert changes_of(document)[-1] == ("current_phase", last, None)
    assert step_of(stepped(document)).kind == "sovereign"


def test_in_a_gap_the_next_phase_is_activated_and_nothing_is_completed() -> None:
    document = a_state(a_phase(1, status="active"), a_phase(2), a_phase(5, status="pending"), current=3)
    step = step_of(document)
    assert (step.kind, step.phase) == ("promoted", None)
    assert changes_of(document) == [("5", "pending", "active"), ("current_phase", 3, 5)]


@pytest.mark.parametrize("current", [None, 6, "zeta", 10**30])
def test_beyond_the_last_phase_is_sovereign(current: int | str | None) -> None:
    document = a_state(a_phase(1), a_phase(5), current=current)
    assert step_of(document).kind == "sovereign"
    assert changes_of(document) == []


def test_without_any_phase_it_is_sovereign() -> None:
    assert step_of(a_state() | {"phases": []}).kind == "sovereign"


def test_ids_are_compared_as_text() -> None:
    assert step_of(a_state(a_phase("2", a_job("2.1")), current=2)).kind == "verify"


def test_a_namesake_that_would_be_changed_instead_blocks() -> None:
    step = step_of(a_state(a_phase(1, a_job("1.1", "completed"), a_job("1.1"))))
    assert step.kind == "blocked"
    assert "two jobs" in step.why


def test_a_beat_replaces_the_old_one_or_is_the_first() -> None:
    assert beat_effect("a", "b").before == "a"
    first = beat_effect(None, "b")
    assert (first.kind, first.before, first.path) == (HEARTBEAT, ABSENT, ("meta", "last_heartbeat"))


def test_a_real_shaped_state_walks_to_its_endless_phase() -> None:
    document = a_state(
        a_phase(1, a_job("1.1"), a_job("1.2")),
        a_phase(2, status="pending"),
        a_phase(5, a_job("5.1", "cyclic"), status="pending"),
    )
    kinds = []
    while (kind := step_of(document).kind) != "cyclic":
        kinds.append(kind)
        document = stepped(document)
    assert kinds == ["verify", "verify", "promoted", "promoted"]
    assert document["meta"]["current_phase"] == 5


@given(state_documents(2), st.sets(st.sampled_from(["1", "2", "1.9", "final"])))
def test_steps_touch_only_statuses_and_the_current_phase_and_come_to_an_end(
    document: dict[str, Any], paused: set[str]
) -> None:
    for _ in range(100):
        state = parse_state(document, 2)
        step = next_step(state, paused)
        effects = step_effects(state, step)
        assert all(one.path[-1] in ("status", "current_phase") for one in effects)
        assert step.why
        if not effects:
            break
        after = apply(document, effects)
        assert after != document
        document = after
    else:
        pytest.fail("the walk has no end")


@given(state_documents(2))
def test_a_promotion_never_goes_back(document: dict[str, Any]) -> None:
    state = parse_state(document, 2)
    moves = [one for one in step_effects(state, next_step(state)) if one.kind in (META, PHASE)]
    for move in moves:
        if move.kind == META and move.after is not None:
            assert natural_key(move.after) > natural_key(move.before)
