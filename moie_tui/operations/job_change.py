"""What an operator says of one job: done, pending again, paused, going on."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from datetime import datetime

from moie_tui.domain.addresses import lookup
from moie_tui.domain.diff import apply, conflicts
from moie_tui.domain.errors import PlanOutdated, Refused, UsageError
from moie_tui.domain.event import WARNING
from moie_tui.domain.plan import JOB, Cancel, Clock, Effect, Outcome, Plan, Progress
from moie_tui.domain.state import COMPLETED, CYCLIC, PENDING, Job, Phase, State
from moie_tui.operations.consent import confirmed, resting_on
from moie_tui.operations.saving import recorded
from moie_tui.storage.config_file import CONFIG_NAME
from moie_tui.storage.report import report
from moie_tui.storage.state_file import StateDocument
from moie_tui.storage.stores import Stores
from moie_tui.storage.strict_json import dump
from moie_tui.values import dataclass

DONE, AGAIN, PAUSE, RESUME = "done", "pending", "pause", "resume"
CHANGES = (DONE, AGAIN, PAUSE, RESUME)
_NOW = {DONE: "completed", AGAIN: "pending", PAUSE: "paused", RESUME: "no longer paused"}


@dataclass(frozen=True)
class JobChange:
    """Sets one job's status, or pauses it; `change` is one of CHANGES."""

    stores: Stores
    job: str
    change: str
    scheduled: bool = False
    name: str = "job"

    def plan(self, now: datetime) -> Plan:
        """The change by id; UsageError or Refused where it makes no sense."""
        self.stores.state.guard_newer()
        document = self.stores.state.read()
        phase, job = self._found(document.state)
        return Plan(
            operation=self.name,
            title=f"Job {job.key} {self.change} · {job.task}",
            effects=(*self._in_state(document, phase, job), *self._attempts(job)),
            warnings=tuple(self._warnings(document.state, phase, job)),
            rests_on=resting_on(self.stores.root, document.name),
            same_as=f"moie job {shlex.quote(job.key)} {self.change}",
        )

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Applies it to the state as it is then; a pulse need not be waited for."""
        now, stores = clock(), self.stores
        plan = confirmed(stores, self, plan, now)
        if not plan.effects:
            return Outcome("", "unchanged", f"job {self.job} is {_NOW[self.change]} already")
        wanted = [effect for effect in plan.effects if effect.path]
        with recorded(stores, self.name, now, scheduled=self.scheduled) as record:

            def change(current: StateDocument) -> dict[str, object]:
                if conflicts(current.raw, wanted):
                    raise PlanOutdated(f"job {self.job} changed just now", fix=f"look again: {plan.same_as}")
                new = apply(current.raw, wanted)
                record.intend(plan.effects, {current.name: current.data}, {current.name: dump(new)})
                return new

            if wanted:
                stores.state.update(change)
            record.message = f"job {self.job} is {_NOW[self.change]}{self._but(stores.state.read().state)}"
        if self.change in (DONE, AGAIN):
            stores.attempts.forget(self.job)
        facts = {"operation": record.id, "job": self.job, "change": self.change}
        report(stores, now, "job", record.message, level=WARNING, metadata=facts)
        return Outcome(record.id, "done", record.message, plan.effects)

    def _found(self, state: State) -> tuple[Phase, Job]:
        if self.change not in CHANGES:
            raise UsageError(f"{self.change!r} is no change of a job", fix=f"one of {', '.join(CHANGES)}")
        found = [(phase, job) for phase, job in state.jobs() if job.key == self.job]
        if not found:
            raise UsageError(f"the state has no job {self.job}", fix="`moie status` shows the phases")
        if len(found) > 1:
            raise Refused(f"{len(found)} jobs have the id {self.job}", fix="give each an id of its own")
        self._require_sense(found[0][1])
        return found[0]

    def _require_sense(self, job: Job) -> None:
        if job.status == CYCLIC and self.change in (DONE, AGAIN):
            why = f"job {job.key} is cyclic: it runs for ever, and never is {_NOW[self.change]}"
            raise Refused(why, fix=f"`moie job {shlex.quote(job.key)} pause` stops it")
        if job.status == COMPLETED and self.change == PAUSE:
            raise Refused(f"job {job.key} is completed, there is nothing to pause")
        if self.change == RESUME and not job.paused and self.stores.settings.job(job.key).paused:
            where = f"{CONFIG_NAME} (jobs.{job.key}.paused)"
            raise Refused(f"job {job.key} is paused by the config", where=where, fix="set it to false there")

    def _in_state(self, document: StateDocument, phase: Phase, job: Job) -> Iterator[Effect]:
        way = ("phases", phase.key, "jobs", job.key)
        if self.change in (PAUSE, RESUME):
            if job.paused != (self.change == PAUSE):
                path = (*way, "paused")
                before = lookup(document.raw, path)
                yield Effect(JOB, f"{job.key} paused", before, self.change == PAUSE, path)
            return
        after = COMPLETED if self.change == DONE else PENDING
        if job.status != after:
            yield Effect(JOB, job.key, job.status, after, (*way, "status"))

    def _attempts(self, job: Job) -> Iterator[Effect]:
        tried = self.stores.attempts.of(job.key)
        if tried is not None and self.change == AGAIN:
            yield Effect(JOB, f"attempts of job {job.key}", tried.count, 0)

    def _warnings(self, state: State, phase: Phase, job: Job) -> Iterator[str]:
        if self.change == DONE and job.status != COMPLETED:
            yield "nothing was proven: you say that it is done"
        if unseen := self._unseen(state, phase):
            yield unseen
        if self.change in (DONE, PAUSE) and any(run.job == job.key for run in self.stores.runs.running()):
            yield "it is running now, and goes on until it ends"

    def _but(self, state: State) -> str:
        phase = next((phase for phase, job in state.jobs() if job.key == self.job), None)
        unseen = self._unseen(state, phase) if phase else ""
        return f", but {unseen}" if unseen else ""

    def _unseen(self, state: State, phase: Phase) -> str:
        """Why no pulse takes up a job that is to go on, "" when one does."""
        if self.change not in (AGAIN, RESUME) or str(state.current_phase) == phase.key:
            return ""
        return f"phase {phase.key} is not the current one, so no pulse looks at it"
