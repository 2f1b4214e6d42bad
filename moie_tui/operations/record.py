"""Writing down one execution of a job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from moie_tui.domain.errors import UsageError
from moie_tui.domain.event import ERROR, INFO
from moie_tui.domain.health import FAILURE, SUCCESS
from moie_tui.domain.plan import ABSENT, EXECUTION, Cancel, Clock, Effect, Outcome, Plan, Progress
from moie_tui.operations.saving import recorded
from moie_tui.storage.health_file import HEALTH_NAME
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores


@dataclass(frozen=True)
class Record:
    """One execution that ended now: `success` or `failure`, how long it took, and why it failed."""

    stores: Stores
    job: str
    status: str
    duration_ms: float
    error: str | None = None
    scheduled: bool = False
    name: str = "record"

    def plan(self, now: datetime) -> Plan:
        """One execution more; a job the state does not know is recorded too, and said."""
        if self.status not in (SUCCESS, FAILURE):
            raise UsageError(f"{self.status!r} is no result", fix="say success or failure")
        if self.duration_ms < 0:
            raise UsageError("a duration can't be negative", fix="--duration-ms takes milliseconds from 0 on")
        state = self.stores.state.read().state
        known = state.job(self.job) is not None
        return Plan(
            operation=self.name,
            title=f"Record {self.status} of job {self.job}",
            effects=(self._effect(now),),
            warnings=() if known else (f"the state has no job {self.job}",),
            same_as=f"moie record {self.job} {self.status} --duration-ms {self.duration_ms:g}",
        )

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Appends it under the health lock."""
        now, stores = clock(), self.stores
        version = stores.state.require_live_version()
        with recorded(stores, self.name, now, scheduled=self.scheduled, exact=False) as record:
            stores.health.record(
                self.job,
                self.status,
                self.duration_ms,
                self.error,
                at=now,
                zone=stores.zone,
                version=version,
                before_write=lambda data: record.intend((self._effect(now),), {HEALTH_NAME: data}),
            )
            record.message = f"job {self.job}: {self.status} in {self.duration_ms:g} ms"
            record.message += "".join(f" ({warning})" for warning in plan.warnings)
        level = INFO if self.status == SUCCESS else ERROR
        why = f": {self.error}" if self.error else ""
        facts = {"operation": record.id, "job": self.job, "duration_ms": self.duration_ms}
        report(stores, now, "job", record.message + why, level=level, metadata=facts)
        return Outcome(record.id, "done", record.message, tuple(record.effects))

    def _effect(self, now: datetime) -> Effect:
        after = {
            "at": now.isoformat(),
            "status": self.status,
            "duration_ms": self.duration_ms,
            "error": self.error,
        }
        return Effect(EXECUTION, f"job {self.job}", ABSENT, after)
