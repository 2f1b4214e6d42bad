"""Cyclic jobs of the current phase that no pulse can ever start."""

from __future__ import annotations

from collections.abc import Mapping

from moie_tui.domain.rules import command_of, is_paused, schedule_of
from moie_tui.domain.settings import Settings
from moie_tui.domain.state import CYCLIC, State

NO_SCHEDULE = "has a command but no schedule, so no pulse ever starts it"
NO_COMMAND = "has a schedule but no command, so no pulse starts it: another program is to record its runs"


def unstarted(state: State, settings: Settings) -> Mapping[str, str]:
    """Why, by the id of the job; nothing of those that have neither, as other programs record them."""
    phase = None if state.current_phase is None else state.phase(str(state.current_phase))
    found = {}
    for job in phase.jobs if phase else ():
        own = settings.job(job.key)
        command, schedule = command_of(job, own), schedule_of(job, own)
        if job.status == CYCLIC and not is_paused(job, own) and bool(command) != bool(schedule):
            found[job.key] = NO_SCHEDULE if command else NO_COMMAND
    return found
