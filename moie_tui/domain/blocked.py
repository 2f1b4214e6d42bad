"""The job of the current phase whose command was tried as often as allowed, and proved nothing."""

from __future__ import annotations

from moie_tui.domain.amounts import counted
from moie_tui.domain.late_events import newest_of
from moie_tui.domain.rules import command_of
from moie_tui.domain.state import PENDING, Job
from moie_tui.domain.stuck import BLOCKED, PULSE, standstill
from moie_tui.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.view import SystemView


@dataclass(frozen=True, slots=True)
class Blocked:
    """A job that no pulse tries any more, and how often it was tried."""

    job: Job
    attempts: int

    @property
    def why(self) -> str:
        """In one sentence."""
        return f"{counted(self.attempts, 'attempt')} did not prove it"


def blocked(view: SystemView) -> Blocked | None:
    """The job that is blocked by what the newest pulse said, unless it may be tried again since."""
    standing = standstill(newest_of(view.events, PULSE))
    if view.state is None or standing is None or standing.outcome != BLOCKED or standing.job is None:
        return None
    job, tried = view.state.job(standing.job), view.tried.get(standing.job)
    if job is None or job.status != PENDING or tried is None:
        return None
    settings = view.settings.job(job.key)
    most = job.max_attempts or settings.max_attempts
    runs_again = any(run.job == job.key for run in view.runs)
    if runs_again or tried.command != command_of(job, settings) or tried.count < most:
        return None
    return Blocked(job, tried.count)
