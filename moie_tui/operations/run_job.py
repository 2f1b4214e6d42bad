"""Running a job's command to its end, here and now, and writing down what came of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from moie_tui.domain import run as runs
from moie_tui.domain.errors import Busy, Cancelled, UsageError
from moie_tui.domain.plan import Cancel, Clock, Outcome, Plan, Progress
from moie_tui.domain.text import plain
from moie_tui.operations.config_note import note_config
from moie_tui.operations.consent import confirmed, require_trust
from moie_tui.operations.interrupted import sweep_interrupted
from moie_tui.operations.run_end import (
    TIMED_OUT,
    ended,
    exit_code_of,
    keep,
    keep_cancelled,
    message_of,
    outcome_of,
)
from moie_tui.operations.run_plan import as_planned, limit_of, may_overlap, plan_run, runs_already, stranger
from moie_tui.processes.command import NotStarted, Ran, Streams, run_command
from moie_tui.processes.machine_meter import MachineMeter
from moie_tui.processes.passing import Passing
from moie_tui.processes.strays import end_strays
from moie_tui.storage.live_run import LiveRun
from moie_tui.storage.run_record import new_run_id
from moie_tui.storage.stores import Stores
from moie_tui.values import dataclass


@dataclass(frozen=True)
class Run:
    """Runs `argv`, or the job's own command without one, and records it as ended when it ends.

    `argv` runs where we are, without a shell; the job's command in the root. `out` and `err` are descriptors
    that get stdout and stderr as they come. `timeout` is in seconds, by default the job's; `run_id` is given
    by whoever started this process to follow it."""

    stores: Stores
    job: str
    argv: tuple[str, ...] = ()
    timeout: float | None = None
    overlap: bool = False
    scheduled: bool = False
    run_id: str = ""
    out: int | None = None
    err: int | None = None
    name: str = "run"

    def plan(self, now: datetime) -> Plan:
        """The run, and the command it is of."""
        if self.timeout is not None and not self.timeout > 0:
            raise UsageError("a run needs time", fix="--timeout takes seconds above 0")
        return plan_run(self.stores, self.name, self.job, self.argv)

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Holds the job's lock, runs the command, keeps its output, and records the execution."""
        stores = self.stores
        plan = as_planned(self, confirmed(stores, self, plan, clock()), clock())
        if not self.argv:
            require_trust(stores, plan.commands)
        state = stores.state.read().state
        told = state.job(self.job)
        if not self.scheduled and (doubt := stranger(stores, told, self.job)):
            self._say(f"▲ {doubt}")
        limit = limit_of(stores, told, self.job) if self.timeout is None else self.timeout
        with self._turn():
            sweep_interrupted(stores, clock())
            note_config(stores, clock())
            command = plan.commands[0].command
            progress.step(f"running job {self.job}: {command}")
            live = stores.runs.begin(self._begun(command, clock()))
            meter = MachineMeter()
            try:
                ran = self._ran(live, limit, progress, cancel, meter)
            except BaseException:
                live.let_go()  # nobody knows how it ended: the next sweep tells that it was interrupted
                raise
            run = ended(live.run, ran, clock(), live.log_problem)
            if ran.cancelled:
                keep_cancelled(stores, run, live)
                raise Cancelled(f"the run of job {self.job} was cancelled", fix="it counts as no execution")
            code = exit_code_of(ran)
            if code >= TIMED_OUT:
                self._say(message_of(run))  # the command itself can't
            return outcome_of(run, code, keep(stores, run, state, code, live, meter.read()))

    def _say(self, words: str) -> None:
        if self.err is not None:
            Passing(self.err, lambda: True)(f"moie: {plain(words)}\n".encode())

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """The job's lock for the time of the run; Busy unless runs of it may overlap."""
        stores = self.stores
        with ExitStack() as stack:
            lock = stores.runs.job_lock(self.job)
            try:
                stack.enter_context(lock.hold(holder=f"a run of job {self.job}", origin=str(stores.origin)))
            except Busy as busy:
                if not (self.overlap or may_overlap(stores, self.job)):
                    raise runs_already(self.job, busy.holder) from busy
            else:
                # A moie that was killed left its command running: two of them is what the lock is against.
                end_strays(stores.root, job=self.job)
            yield

    def _begun(self, command: str, now: datetime) -> runs.Run:
        return runs.Run(
            id=self.run_id or new_run_id(now),
            job=self.job,
            command=command,
            started_at=now,
            pid=os.getpid(),
            host=os.uname().nodename,
            origin=str(self.stores.origin),
            scheduled=self.scheduled,
        )

    def _ran(
        self, live: LiveRun, limit: float, progress: Progress, cancel: Cancel, meter: MachineMeter
    ) -> Ran:
        root, run = self.stores.root, live.run
        try:
            return run_command(
                self.argv or run.command,
                cwd=Path() if self.argv else root,
                env={"MOIE_ROOT": str(root), "MOIE_JOB_ID": run.job, "MOIE_RUN_ID": run.id},
                timeout_seconds=limit,
                on_output=progress.output,
                cancelled=cancel.is_set,
                streams=Streams(live.write, self.out, self.err),
                on_start=meter.start,
            )
        except NotStarted as error:
            live.write(f"{error.line()}\n".encode("utf-8", "replace"))
            return Ran(error.code, None, error.line(), 0, 0, False, False)
