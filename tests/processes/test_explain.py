"""What an operator reads about a command."""

from __future__ import annotations

import pytest

from moie_tui.processes.command import Ran
from moie_tui.processes.explain import explain


def a_run(
    exit_code: int | None = 0,
    signal: int | None = None,
    duration_ms: int = 12,
    timed_out: bool = False,
    cancelled: bool = False,
) -> Ran:
    return Ran(exit_code, signal, "", 0, duration_ms, timed_out, cancelled)


@pytest.mark.parametrize(
    ("ran", "sentence"),
    [
        (a_run(), "exit 0 in 12 ms"),
        (a_run(duration_ms=1_540), "exit 0 in 1.5 s"),
        (a_run(duration_ms=125_000), "exit 0 in 2 min 5 s"),
        (a_run(duration_ms=3_600_000), "exit 0 in 60 min"),
        (a_run(1), "exit 1"),
        (a_run(126), "exit 126: found, but not executable"),
        (a_run(127), "exit 127: command not found"),
        (a_run(137), "exit 137: killed by SIGKILL"),
        (a_run(255), "exit 255"),
        (a_run(None, 9), "killed by SIGKILL"),
        (a_run(None, 99), "killed by signal 99"),
        (a_run(None), "could not be killed"),
        (a_run(None, 15, 60_013, timed_out=True), "timed out after 60 s"),
        (a_run(0, None, 250, timed_out=True), "timed out after 250 ms"),
        (a_run(None, 15, cancelled=True), "cancelled"),
    ],
)
def test_a_result_is_one_sentence(ran: Ran, sentence: str) -> None:
    assert explain(ran) == sentence
