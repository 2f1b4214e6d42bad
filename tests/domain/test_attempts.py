"""The tries of a job are found among the events, each with its evidence."""

from __future__ import annotations

from datetime import UTC, datetime

from moie_tui.domain.attempts import attempts
from moie_tui.domain.event import Event

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def a_try(job: str, outcome: str = "action-required", **said: object) -> Event:
    facts = {"job": job, "outcome": outcome, "exit_code": 7, "duration_ms": 12, "output": "disk full\n"}
    return Event(NOW, "warning", "heartbeat", "pulse", {**facts, **said})


def test_a_failed_try_tells_its_exit_code_and_what_it_printed() -> None:
    (one,) = attempts([a_try("1.1"), a_try("1.2")], "1.1")
    assert (one.good, one.exit_code, one.duration_ms, one.error) == (False, 7, 12, "disk full")


def test_a_proven_one_is_good_and_has_no_error() -> None:
    (one,) = attempts([a_try("1.1", "verified", exit_code=0)], "1.1")
    assert (one.good, one.error, one.proof) == (True, None, True)


def test_beats_without_a_verification_and_foreign_events_are_none() -> None:
    beat = Event(NOW, "info", "heartbeat", "pulse", {"job": "1.1", "outcome": "cyclic"})
    foreign = Event(NOW, "info", "other", "x", {"job": "1.1", "exit_code": 1})
    odd = a_try("1.1", exit_code="seven", duration_ms=None, output=["no text"])
    assert [one.exit_code for one in attempts([beat, foreign, odd], "1.1")] == [None]


def test_the_run_of_its_command_is_told_and_not_the_check_that_fails_after_it() -> None:
    facts = {"job": "1.1", "run_id": "r1", "exit_code": 3, "duration_ms": 40}
    ran = Event(NOW, "error", "job", "job 1.1: failure, exit 3: no space left", facts)
    (one,) = attempts([ran, a_try("1.1")], "1.1")
    assert (one.run_id, one.exit_code, one.error, one.proof) == ("r1", 3, "exit 3: no space left", False)
    good = Event(NOW, "info", "job", "job 1.1: success in 40 ms", {**facts, "exit_code": 0})
    assert [one.good for one in attempts([good, a_try("1.1")], "1.1")] == [True, False]
