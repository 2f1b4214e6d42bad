"""Cyclic jobs that no pulse can ever start."""

from __future__ import annotations

import pytest

from moie_tui.domain.settings import JobSettings, Settings
from moie_tui.domain.state import parse_state
from moie_tui.domain.unstarted import NO_COMMAND, NO_SCHEDULE, unstarted
from tests.builders import a_job, a_phase, a_state


@pytest.mark.parametrize(
    ("own", "why"),
    [
        (JobSettings(command="x"), NO_SCHEDULE),
        (JobSettings(schedule="hourly"), NO_COMMAND),
        (JobSettings(command="x", schedule="hourly"), None),
        (JobSettings(command="x", paused=True), None),
        (JobSettings(), None),
    ],
)
def test_a_job_needs_both_or_neither(own: JobSettings, why: str | None) -> None:
    phases = (a_phase(1, a_job("1.1", "cyclic")), a_phase(2, a_job("2.1", "cyclic")))
    state = parse_state(a_state(*phases, meta={"current_phase": 1}), 2)
    settings = Settings(jobs={"1.1": own, "2.1": own})
    assert unstarted(state, settings) == ({"1.1": why} if why else {})
