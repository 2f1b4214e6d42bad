"""Running verification commands to see what holds; changes nothing."""

from __future__ import annotations

import os
import shlex
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from datetime import datetime

from moie_tui.domain.errors import Cancelled, OperationFailed, PlanOutdated, UsageError
from moie_tui.domain.plan import Cancel, Clock, Command, Outcome, Plan, Progress, Silent
from moie_tui.domain.state import Job, Phase, State
from moie_tui.domain.verification import (
    MISSING,
    NO_COMMAND,
    Verified,
    counted,
    exit_code_of,
    result_of,
)
from moie_tui.operations.consent import confirmed, require_trust, resting_on
from moie_tui.operations.verify import prove
from moie_tui.processes.explain import explain
from moie_tui.storage.stores import Stores
from moie_tui.values import dataclass

MOST_PARALLEL = 64
NOT_FOUND = 127
"""How a shell says that there is no such command."""

Place = tuple[Phase, Job]
"""A job where it stands: two phases may hold jobs of one id."""


def usual_parallel() -> int:
    """Twice the cores, eight at most."""
    return min(8, 2 * (os.cpu_count() or 1))


@dataclass(frozen=True)
class Verify:
    """Verifies every job, those of one phase, or those of one id; `parallel` at a time, None as usual."""

    stores: Stores
    phase: str | None = None
    job: str | None = None
    parallel: int | None = None
    name: str = "verify"

    def plan(self, now: datetime) -> Plan:
        """The commands that would run; there are no effects."""
        document = self.stores.state.read()
        places = self._places(document.state)
        commands = _commands(places)
        warnings = []
        if commands and not self.stores.trust.is_trusted(self.stores.root):
            warnings.append("nobody trusted this root's commands yet: `moie trust` shows them")
        if commands:
            warnings.append("what a command does to the world can't be undone")
        return Plan(
            operation=self.name,
            title=self._title(len(commands)),
            commands=commands,
            warnings=tuple(warnings),
            rests_on=resting_on(self.stores.root, document.name),
            same_as=self._same_as(),
        )

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Runs exactly those commands; without a lock, for nothing is written."""
        plan = confirmed(self.stores, self, plan, clock())
        places = self._places(self.stores.state.read().state)
        if _commands(places) != plan.commands:
            raise PlanOutdated(
                "the state changed just now, nothing was run", fix=f"look again: {plan.same_as}"
            )
        require_trust(self.stores, plan.commands)
        results = self._prove_all(places, progress, cancel)
        code = exit_code_of(results, one_job=self.job is not None)
        drifted = any(one.drifted for one in results)
        return Outcome(
            "",
            "drift" if drifted else "failed" if code else "done",
            counted(results) or "there is no job to verify",
            exit_code=code,
            detail={"results": [one.as_json() for one in results]},
        )

    def _places(self, state: State) -> list[Place]:
        """The jobs that are meant, each where it stands; UsageError when there is none of that name."""
        if self.phase is not None and state.phase(self.phase) is None:
            raise UsageError(f"the state has no phase {self.phase}", fix="`moie status` lists them")
        phases = [one for one in state.phases if self.phase in (None, one.key)]
        places = [(phase, job) for phase in phases for job in phase.jobs if self.job in (None, job.key)]
        if self.job is not None and not places:
            where = f"phase {self.phase}" if self.phase is not None else "the state"
            raise UsageError(f"{where} has no job {self.job}", fix="`moie status` lists them")
        return places

    def _prove_all(self, places: Sequence[Place], progress: Progress, cancel: Cancel) -> list[Verified]:
        """One result a job, in the order of the state."""
        stop, ran = _Stop(cancel), [place for place in places if has_command(place[1])]
        with ThreadPoolExecutor(self._parallel, "verify") as pool:
            heard = progress if len(ran) == 1 else Silent()
            futures = {pool.submit(self._prove, place, heard, stop): place for place in ran}
            try:
                _follow(futures, progress)
            except Cancelled as error:
                done = sum(one.done() and not one.exception() for one in futures)
                raise Cancelled(f"cancelled after {done} of {len(ran)}", fix="nothing was changed") from error
            finally:
                # Also when one of them fails in a way nobody foresaw: none is left running or waiting.
                stop.set()
        proven = iter([one.result() for one in futures])
        return [next(proven) if has_command(place[1]) else _without_command(place) for place in places]

    def _prove(self, place: Place, progress: Progress, stop: Cancel) -> Verified:
        phase, job = place
        if stop.is_set():
            raise Cancelled("cancelled before it began")
        facts = (job.key, job.task, phase.key, job.status)
        try:
            ran = prove(self.stores, job, progress, stop)
        except OperationFailed as error:
            return Verified(*facts, MISSING, error.what, job.verification_cmd or "")
        missing = ran.exit_code == NOT_FOUND
        return Verified(
            *facts,
            result_of(job.status, proven=ran.proven, timed_out=ran.timed_out, missing=missing),
            explain(ran),
            job.verification_cmd or "",
            ran.exit_code,
            ran.duration_ms,
            ran.output,
        )

    @property
    def _parallel(self) -> int:
        wanted = usual_parallel() if self.parallel is None else self.parallel
        if not 1 <= wanted <= MOST_PARALLEL:
            raise UsageError(f"{wanted} at a time is not possible", fix=f"from 1 to {MOST_PARALLEL}")
        return wanted

    def _title(self, count: int) -> str:
        many = f"{count} job{'s' * (count != 1)}"
        how = f" · {min(count, self._parallel)} at a time" if count > 1 else ""
        if self.job is not None:
            return f"Verify job {self.job}{how}"
        if self.phase is not None:
            return f"Verify phase {self.phase} · {many}{how}"
        return f"Verify everything · {many}{how}"

    def _same_as(self) -> str:
        named = (("--phase", self.phase), ("--job", self.job), ("--parallel", self.parallel))
        words = ["moie", "verify"]
        for option, value in named:
            words += [option, str(value)] if value is not None else []
        return shlex.join(words)


class _Stop:
    """The operator's token and our own."""

    def __init__(self, cancel: Cancel) -> None:
        self._cancel, self._ours = cancel, threading.Event()

    def is_set(self) -> bool:
        return self._ours.is_set() or self._cancel.is_set()

    def set(self) -> None:
        self._ours.set()


def has_command(job: Job) -> bool:
    """Whether there is anything that could prove it."""
    return bool((job.verification_cmd or "").strip())


def _commands(places: Sequence[Place]) -> tuple[Command, ...]:
    return tuple(Command(job.key, job.verification_cmd or "") for _, job in places if has_command(job))


def _without_command(place: Place) -> Verified:
    phase, job = place
    return Verified(job.key, job.task, phase.key, job.status, NO_COMMAND, "no verification command")


def _follow(futures: dict[Future[Verified], Place], progress: Progress) -> None:
    """Says how far it is after each result, and raises what one of them raised."""
    results: list[Verified] = []
    if len(futures) > 1:
        progress.step(f"0 of {len(futures)} verified")
    for future in as_completed(futures):
        results.append(future.result())
        if len(futures) > 1:
            progress.step(f"{len(results)} of {len(futures)} verified · {counted(results)}")
