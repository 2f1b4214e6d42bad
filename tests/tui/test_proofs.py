"""What is remembered of verifications, and when it no longer counts."""

from __future__ import annotations

from datetime import timedelta

from moie_tui.domain.state import parse_state
from moie_tui.domain.verification import DRIFT, NO_COMMAND, PROVEN, Verified
from moie_tui.tui.proofs import drifted, proof_of, proof_words, with_results
from tests.builders import a_job, a_phase, a_state
from tests.tui.sample_views import NOW

STATE = parse_state(a_state(a_phase(1, a_job("1.1", "completed", verification_cmd="test -e x"))), 2)
GONE = Verified("1.1", "Task 1.1", "1", "completed", DRIFT, "exit 1", "test -e x", 1)


def test_the_last_result_of_a_job_stands_and_says_why_and_when() -> None:
    known = with_results((), [GONE], NOW)
    assert drifted(known, STATE) == ["1.1"]
    job = STATE.job("1.1")
    proof = proof_of(known, job) if job else None
    assert proof is not None
    assert proof_words(proof, NOW + timedelta(minutes=2)) == "drift: exit 1 · 2m ago"
    again = with_results(known, [Verified("1.1", "", "1", "completed", PROVEN, "", "test -e x", 0)], NOW)
    assert (len(again), drifted(again, STATE)) == (1, [])


def test_a_result_is_of_no_job_with_another_status_or_command_nor_of_one_without_any() -> None:
    known = with_results((), [GONE], NOW)
    for other in (a_job("1.1", verification_cmd="test -e x"), a_job("1.1", "completed")):
        state = parse_state(a_state(a_phase(1, other)), 2)
        assert drifted(known, state) == []
    assert with_results((), [Verified("1.1", "", "1", "completed", NO_COMMAND)], NOW) == ()
