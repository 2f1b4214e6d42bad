"""What a plan without effects says of itself."""

from __future__ import annotations

from moie_tui.domain.plan import Command, Plan
from moie_tui.tui.screens.plan_text import plan_rows


def words_of_plan(plan: Plan) -> list[str]:
    return [words.plain for _, words in plan_rows(plan)]


def test_a_plan_that_only_runs_commands_does_not_promise_that_nothing_changes() -> None:
    assert words_of_plan(Plan("verify", "Verify")) == ["Nothing would change."]
    said = words_of_plan(Plan("verify", "Verify", commands=(Command("1.1", "test -e x"),)))
    assert said[0] == "moie itself changes nothing; what the commands do is theirs."
    assert said[-1] == "test -e x"
