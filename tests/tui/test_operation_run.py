"""One run, heard from its thread."""

from __future__ import annotations

from moie_tui.tui.operation_run import OUTPUT_KEPT, STEP_SHOWN, STEPS_KEPT, OperationRun
from moie_tui.tui.screens.running_sheet import running_rows
from tests.tui.fake_source import Seconds


def test_its_line_says_the_step_and_for_how_long() -> None:
    clock = Seconds()
    run = OperationRun("pulse", "Heartbeat", clock)
    assert run.line() == "pulse: starting · 0s"
    run.step("verifying \x1b[31m1.3\n")
    clock.pass_by(75)
    assert run.line() == "pulse: verifying 1.3  · 1m 15s"
    run.stop()
    assert run.line() == "pulse: cancelling… · 1m 15s"
    run.end()
    clock.pass_by(100)
    assert run.seconds() == 75


def test_a_flood_of_steps_and_output_stays_bounded_and_keeps_its_end() -> None:
    run = OperationRun("pulse", "Heartbeat", Seconds())
    for number in range(STEPS_KEPT + 50):
        run.step(f"{number} " + "x" * 500)
    for number in range(2000):
        run.output(f"line {number}\n")
    assert len(run.steps) == STEPS_KEPT
    assert max(len(step.what) for step in run.steps) == STEP_SHOWN
    assert run.said(3) == ["line 1997", "line 1998", "line 1999"]
    assert sum(len(line) + 1 for line in run.said(10**6)) <= OUTPUT_KEPT


def test_output_is_plain_even_when_an_escape_sequence_came_in_two_pieces() -> None:
    run = OperationRun("pulse", "Heartbeat", Seconds())
    run.output("a\x1b[3")
    run.output("1mb\r\nc\x07\n")
    assert run.said(9) == ["ab", "c"]


def test_the_output_of_a_step_ends_with_it() -> None:
    run = OperationRun("pulse", "Heartbeat", Seconds())
    run.output("of the first")
    run.step("second")
    assert run.said(9) == []


def test_steps_that_count_are_one_step_that_goes_on() -> None:
    clock = Seconds()
    run = OperationRun("verify", "Verify", clock)
    run.step("0 of 12 verified")
    run.output("said")
    clock.pass_by(5)
    run.step("11 of 12 verified · 2 drift")
    assert [(step.what, step.at) for step in run.steps] == [("11 of 12 verified · 2 drift", run.began)]
    assert run.said(9) == ["said"]
    run.step("11 of 13 verified")
    assert len(run.steps) == 2


def test_the_sheet_of_a_run_that_took_no_step_yet_says_that_it_is_starting() -> None:
    run = OperationRun("pulse", "Heartbeat", Seconds())
    assert [words.plain for _, words in running_rows(run)] == ["starting"]
    run.step("verifying")
    assert [words.plain for _, words in running_rows(run)] == ["verifying  0s"]
