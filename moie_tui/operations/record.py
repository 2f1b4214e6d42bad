"""Writing down one execution of a job."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from moie_tui.domain.errors import InvalidDocument, UsageError
from moie_tui.domain.health import FAILURE, SUCCESS
from moie_tui.domain.plan import Cancel, Clock, Outcome, Plan, Progress
from moie_tui.operations.execution import Executed, record_execution, report_execution
from moie_tui.storage.stores import Stores
from moie_tui.values import dataclass

_LONGEST_ERROR = 10_000


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
        return Plan(
            operation=self.name,
            title=f"Record {self.status} of job {self.job}",
            effects=(self._executed.effect(now),),
            warnings=tuple(self._doubts()),
            same_as=f"moie record {self.job} {self.status} --duration-ms {self.duration_ms:g}",
        )

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Appends it under the health lock."""
        now, one = clock(), self._executed
        message = f"job {self.job}: {self.status} in {self.duration_ms:g} ms"
        message += "".join(f" ({warning})" for warning in plan.warnings)
        record = record_execution(self.stores, self.name, one, now, scheduled=self.scheduled, message=message)
        why = f": {one.error}" if one.error else ""
        report_execution(self.stores, one, now, record.message + why, record.id)
        return Outcome(record.id, record.outcome, record.message, tuple(record.effects))

    def _doubts(self) -> Iterator[str]:
        try:
            known = self.stores.state.read().state.job(self.job) is not None
        except InvalidDocument as error:
            # What ran has run, whatever became of the state.
            yield f"nobody knows whether there is a job {self.job}: {error.where}: {error.what}"
            return
        if not known:
            yield f"the state has no job {self.job}"

    @property
    def _executed(self) -> Executed:
        return Executed(self.job, self.status, self.duration_ms, self.error and _end_of(self.error))


def _end_of(error: str) -> str:
    """The last of it, where programs say what went wrong: health keeps a hundred, and is read whole."""
    return error if len(error) <= _LONGEST_ERROR else "…" + error[-_LONGEST_ERROR:]
