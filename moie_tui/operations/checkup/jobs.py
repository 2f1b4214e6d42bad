"""The jobs: those that no pulse can ever start."""

from __future__ import annotations

from collections.abc import Iterator

from moie_tui.domain.checkup import NOTE, Diagnosis
from moie_tui.domain.errors import MoieError
from moie_tui.domain.unstarted import NO_SCHEDULE, unstarted
from moie_tui.operations.checkup.patient import Patient


def check_jobs(patient: Patient) -> Iterator[Diagnosis]:
    """Cyclic jobs of the current phase that lack a schedule or a command; only the first is a slip."""
    try:
        state = patient.stores.state.read().state
    except MoieError:
        return  # told by the check of the documents
    for key, why in unstarted(state, patient.stores.settings).items():
        lacking = "schedule" if why == NO_SCHEDULE else "command"
        fix = f"give it a {lacking}, in the state or in the config (jobs.{key}.{lacking})"
        yield Diagnosis(NOTE, f"job {key}", why, fix, slip=why == NO_SCHEDULE)
