"""What a coming beat makes of the first pending job: its proof, its own command, or a call for a hand."""

from __future__ import annotations

from datetime import datetime, timedelta

from moie_tui.domain.amounts import counted
from moie_tui.domain.attempts import attempts
from moie_tui.domain.coming.beat import BLOCKED, HAND, RUNNING, START, VERIFY, WAIT
from moie_tui.domain.coming.starts import span_of
from moie_tui.domain.durations import p50
from moie_tui.domain.executions import Execution
from moie_tui.domain.own_work import Tried, next_turn
from moie_tui.domain.rules import command_of, minutes
from moie_tui.domain.state import Job
from moie_tui.domain.view import SystemView
from moie_tui.values import dataclass


@dataclass(frozen=True, slots=True)
class Proof:
    """How it goes: in a sentence, what else, whether the next beat may find the job completed, how long."""

    kind: str
    what: str
    otherwise: str = ""
    hopeful: bool = False
    takes: timedelta | None = None
    commands: bool = True


class Proofs:
    """Follows the attempts of jobs from beat to beat."""

    def __init__(self, view: SystemView) -> None:
        self._view = view
        self._tried: dict[str, Tried] = dict(view.tried)

    def take(self, job: Job, command: str | None, at: datetime, *, alive: bool) -> Proof:
        """The beat at `at` finds this job pending, with a verification `command` or without."""
        key, work = job.key, command_of(job, self._view.settings.job(job.key))
        history = attempts(self._view.events, key)
        if alive:
            return Proof(RUNNING, f"job {key} is at work, if it takes as long as usual", commands=False)
        if command is None and not work:
            return Proof(HAND, f"waits for a hand: job {key} has no verification command", commands=False)
        proofs = [one for one in history if one.run_id is None]
        if work:
            return self._with_work(job, work, command, history, at)
        takes = span_of(p50(proofs))
        failed = _failed_in_a_row(proofs)
        what = f"verifies job {key}"
        if failed:
            what += f", which was not proven the last {f'{failed} times' if failed > 1 else 'time'}"
        return Proof(VERIFY, what, "waits for a hand", hopeful=not failed, takes=takes)

    def _with_work(
        self, job: Job, work: str, command: str | None, history: tuple[Execution, ...], at: datetime
    ) -> Proof:
        """The proof comes first; an attempt is made where it fails, and there are some left."""
        key, view = job.key, self._view
        runs = [one for one in history if one.run_id is not None]
        tried = self._tried.get(key)
        most = job.max_attempts or view.settings.job(key).max_attempts
        ended = runs[-1].at if runs and runs[-1].at and tried and runs[-1].at >= tried.last_at else None
        interval = minutes(view.settings.heartbeat.interval_minutes)
        turn = next_turn(tried, work, most, ended, interval, at)
        again = tried is not None and tried.command == work
        done = self._was_tried(key) or (again and bool(runs) and runs[-1].good)
        hopeful = done and command is not None
        checked = f"verifies job {key}" if command else f"looks at job {key}"
        if turn.kind == "used up":
            what = f"{checked}; {counted(most, 'attempt')} did not prove it, no more are made"
            return Proof(BLOCKED, what, "stays blocked", hopeful=hopeful)
        attempt = f"attempt {turn.number} of {turn.most}"
        if turn.kind == "wait":
            return Proof(WAIT, f"{checked}; {attempt} is not due yet", "waits", hopeful=hopeful)
        if done and command is None:
            return Proof(HAND, f"waits for a hand: job {key} has no verification command", commands=False)
        self._tried[key] = Tried(work, turn.number, at)
        if done:
            return Proof(VERIFY, checked, f"starts its command, {attempt}", hopeful=True)
        said = f"{checked}, and starts its command unless that is proven already: {attempt}"
        return Proof(START, said if command else f"starts the command of job {key}: {attempt}")

    def _was_tried(self, key: str) -> bool:
        """Whether an attempt was made on the way, so that the next proof may hold."""
        return key in self._tried and self._tried[key] != self._view.tried.get(key)


def _failed_in_a_row(proofs: list[Execution]) -> int:
    count = 0
    for one in reversed(proofs):
        if one.good:
            break
        count += 1
    return count
