"""Writing one execution into the health document, so that undo can take it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from moie_tui.domain.event import ERROR, INFO
from moie_tui.domain.health import SUCCESS
from moie_tui.domain.plan import ABSENT, EXECUTION, Effect
from moie_tui.operations.saving import Recording, recorded
from moie_tui.storage.health_file import HEALTH_NAME
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores


@dataclass(frozen=True)
class Executed:
    """One execution that ended: `error` says why it failed, `extra` has keys of ours (run_id, exit_code)."""

    job: str
    status: str
    duration_ms: float
    error: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict)

    def effect(self, at: datetime) -> Effect:
        """What it adds to the health document when it ends at that moment."""
        known = {"status": self.status, "duration_ms": self.duration_ms, "error": self.error}
        return Effect(EXECUTION, f"job {self.job}", ABSENT, {"at": at.isoformat(), **known, **self.extra})


def record_execution(
    stores: Stores, kind: str, one: Executed, now: datetime, *, scheduled: bool = False, message: str = ""
) -> Recording:
    """Appends it under the health lock, as one operation of the log; `kind` is the operation's word."""
    version = stores.state.require_live_version()
    with recorded(stores, kind, now, scheduled=scheduled, exact=False) as record:
        stores.health.record(
            one.job,
            one.status,
            one.duration_ms,
            one.error,
            at=now,
            zone=stores.zone,
            version=version,
            extra=one.extra,
            before_write=lambda data: record.intend((one.effect(now),), {HEALTH_NAME: data}),
        )
        record.message = message or f"job {one.job}: {one.status} in {one.duration_ms:g} ms"
    return record


def report_execution(stores: Stores, one: Executed, now: datetime, message: str, operation: str) -> None:
    """Tells the log how it ended."""
    level = INFO if one.status == SUCCESS else ERROR
    facts = {"operation": operation or None, "job": one.job, "duration_ms": one.duration_ms, **one.extra}
    report(stores, now, "job", message, level=level, metadata=facts)
