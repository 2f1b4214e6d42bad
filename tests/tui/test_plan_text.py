"""What a plan without effects says of itself."""

from __future__ import annotations

from moie_tui.domain.plan import ABSENT, RUN, Command, Effect, Plan
from moie_tui.tui.screens.plan_text import changed_rows, plan_rows


def words_of_plan(plan: Plan) -> list[str]:
    return [words.plain for _, words in plan_rows(plan)]


def test_a_plan_that_only_runs_commands_does_not_promise_that_nothing_changes() -> None:
    assert words_of_plan(Plan("verify", "Verify")) == ["Nothing would change."]
    said = words_of_plan(Plan("verify", "Verify", commands=(Command("1.1", "test -e x"),)))
    assert said[0] == "moie itself changes nothing; what the commands do is theirs."
    assert said[-1] == "test -e x"


def test_a_start_that_is_no_longer_planned_is_said_once() -> None:
    command = Command("5.1", "mkdir -p notes")
    before = Plan("pulse", "Beat", (Effect(RUN, "job 5.1", ABSENT, command.command),), (command,))
    said = [
        f"{label.plain.strip()} {words.plain}" for label, words in changed_rows(before, Plan("pulse", "Beat"))
    ]
    assert [one for one in said if "5.1" in one] == ["no longer: job 5.1 is started"]


def test_a_command_that_reads_otherwise_now_is_shown_in_both_its_forms() -> None:
    plans = [
        Plan("pulse", "Beat", (Effect(RUN, "job 5.1", ABSENT, run),), (Command("5.1", run),))
        for run in ("make", "make all")
    ]
    said = [words.plain for _, words in changed_rows(*plans)]
    assert {"5.1  make", "5.1  make all"} <= set(said)
