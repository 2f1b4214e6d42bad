"""Starting what a pulse has to start, each as a process of its own; the pulse waits for none."""

from __future__ import annotations

from datetime import datetime

from moie_tui.domain.due import started
from moie_tui.domain.errors import MoieError
from moie_tui.domain.event import ERROR
from moie_tui.domain.own_work import Tried
from moie_tui.domain.state import PENDING, State
from moie_tui.operations.situation import Situation
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.plan import Command


def launch(stores: Stores, state: State, found: Situation, now: datetime) -> tuple[Command, ...]:
    """Starts the endless jobs that are due, and keeps what is known of schedules and attempts."""
    begun = tuple(one for one in found.starts if _start(stores, one.job, now))
    stores.schedules.write(started(found.sights, tuple(one.job for one in begun), now))
    stores.attempts.keep({job.key for _, job in state.jobs() if job.status == PENDING})
    return begun


def launch_attempt(stores: Stores, found: Situation, now: datetime) -> tuple[Command, ...]:
    """Starts the command of the job that was not proven, if it is its turn."""
    one, turn = found.attempt, found.turn
    if one is None or turn is None or not _start(stores, one.job, now):
        return ()
    stores.attempts.note(one.job, Tried(one.command, turn.number, now))
    return (one,)


def _start(stores: Stores, job: str, now: datetime) -> bool:
    from moie_tui.operations.starting import start_run

    try:
        start_run(stores, job, scheduled=True)
    except MoieError as error:
        # The heart goes on: a machine that can't start a process now may at the next beat.
        report(stores, now, "job", error.line(), level=ERROR, metadata={"job": job})
        return False
    return True
