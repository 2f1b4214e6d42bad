"""Writing one execution into the health document, so that undo can take it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from moie_tui.domain.errors import InvalidDocument
from moie_tui.domain.event import ERROR, INFO
from moie_tui.domain.health import SUCCESS
from moie_tui.domain.plan import ABSENT, EXECUTION, Effect
from moie_tui.domain.timestamps import moment_of, utc_text
from moie_tui.operations.saving import Recording, recorded
from moie_tui.storage.health_file import HEALTH_NAME
from moie_tui.storage.kept_executions import KEPT_NAME
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores
from moie_tui.values import asdict, dataclass, field

KEPT = "kept"
"""The outcome of a record that has to wait."""


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
    """Appends it under the health lock, as one operation of the log; `kind` is the operation's word.

    While the health document can't be read it waits in `.moie/executions.jsonl`: the outcome is `kept`, and
    the next record or pulse that can read it takes it up."""
    message = message or f"job {one.job}: {one.status} in {one.duration_ms:g} ms"
    try:
        take_up_kept(stores)
        return _appended(stores, kind, one, now, scheduled=scheduled, message=message)
    except InvalidDocument as error:
        stores.kept.append({**asdict(one), "at": utc_text(now), "kind": kind, "scheduled": scheduled})
        why = f"kept in {KEPT_NAME} until the health can be read: {error.where}: {error.what}"
        return Recording(stores, kind, now, outcome=KEPT, message=f"{message}; {why}")


def take_up_kept(stores: Stores) -> None:
    """Records the executions that had to wait; InvalidDocument while they have to wait on."""

    def record(line: Mapping[str, object], again: bool) -> None:
        one, at = _executed(line), moment_of(line.get("at"), UTC)
        if at is None or (again and stores.health.has(one.job, at, stores.zone)):
            return
        kind, message = str(line.get("kind")), f"job {one.job}: {one.status} in {one.duration_ms:g} ms"
        _appended(stores, kind, one, at, scheduled=True, message=f"{message}, kept until now")

    if stores.kept.count():
        stores.health.read(stores.zone)
        stores.kept.take(record)


def _executed(line: Mapping[str, object]) -> Executed:
    error, extra, took = line.get("error"), line.get("extra"), line.get("duration_ms")
    return Executed(
        str(line.get("job")),
        str(line.get("status")),
        took if isinstance(took, (int, float)) else 0,
        None if error is None else str(error),
        extra if isinstance(extra, dict) else {},
    )


def _appended(
    stores: Stores, kind: str, one: Executed, now: datetime, *, scheduled: bool, message: str
) -> Recording:
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
        record.message = message
    return record


def report_execution(
    stores: Stores,
    one: Executed,
    now: datetime,
    message: str,
    operation: str,
    more: Mapping[str, object] | None = None,
) -> None:
    """Tells the log how it ended, and `more` of what is known of it."""
    level = INFO if one.status == SUCCESS else ERROR
    facts = {"operation": operation or None, "job": one.job, "duration_ms": one.duration_ms, **one.extra}
    facts |= more or {}
    report(stores, now, "job", message, level=level, metadata=facts)
