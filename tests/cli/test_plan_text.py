"""A plan as sentences of the command line."""

from __future__ import annotations

from moie_tui.cli.plan_text import plan_lines
from moie_tui.domain.plan import FILE, JOB, Effect, Plan


def _lines(plan: Plan) -> list[str]:
    return ["".join(words for words, _ in line) for line in plan_lines(plan)]


def test_what_is_compared_stands_below_the_effects_with_what_is_lost_first() -> None:
    gain = Effect(JOB, "1.2", "pending", "completed", ("phases", "1", "jobs", "1.2", "status"))
    loss = Effect(JOB, "1.1", "completed", "pending", ("phases", "1", "jobs", "1.1", "status"))
    plan = Plan(
        "rollback",
        "Roll back",
        (Effect(FILE, "state.json", "unreadable", "a readable state"),),
        compared=(gain, loss),
        comparison="Compared with snapshot k3f9:",
    )
    assert _lines(plan) == [
        "Roll back",
        "  › state.json: unreadable → a readable state",
        "Compared with snapshot k3f9:",
        "  You would lose",
        "  ✗ job 1.1  completed → pending",
        "  You would gain",
        "  ● job 1.2  pending → completed",
    ]
