"""What was done, as people read it."""

from __future__ import annotations

from moie_tui.cli.outcome_text import outcome_lines
from moie_tui.domain.plan import JOB, Effect, Outcome


def test_a_job_that_was_reopened_is_told_as_a_change_and_not_as_a_failure() -> None:
    effect = Effect(JOB, "1.1", "completed", "pending", ("phases", "1", "jobs", "1.1", "status"))
    lines = [
        "".join(text for text, _ in line) for line in outcome_lines(Outcome("op1", "done", "x", (effect,)))
    ]
    assert lines[1] == "  › job 1.1  completed → pending"
