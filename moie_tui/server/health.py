"""What `/health` answers: whether the heart beats in time, and each thing that is not well, with why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from moie_tui.domain.alerts import conditions
from moie_tui.domain.condition import COMMAND, DOCUMENT, HEARTBEAT, Condition
from moie_tui.domain.event import CRITICAL
from moie_tui.domain.ids import natural_key
from moie_tui.domain.judge import Judgement
from moie_tui.domain.state import COMPLETED, CYCLIC, State
from moie_tui.domain.timestamps import moment_of, utc_text
from moie_tui.domain.view import SystemView
from moie_tui.values import dataclass

SOVEREIGN, ACTIVE = "sovereign", "active"
DOCUMENTS = ("state", "health", "config")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `reason` says what is wrong with it, "" when nothing is."""

    name: str
    ok: bool
    reason: str = ""
    fatal: bool = False

    def as_json(self) -> dict[str, object]:
        """The contract's keys."""
        return {"name": self.name, "ok": self.ok, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Health:
    """The answer; `healthy` is false, and its code 503, only for a heart out of time or a document."""

    status: str
    last_heartbeat: datetime | None
    current_phase: str | int | None
    uptime: float
    checks: tuple[Check, ...]

    @property
    def healthy(self) -> bool:
        """Whether nothing fatal was found."""
        return not any(one.fatal for one in self.checks)

    @property
    def code(self) -> int:
        """The HTTP status."""
        return 200 if self.healthy else 503

    def as_json(self) -> dict[str, object]:
        """The contract's keys; `uptime` in seconds."""
        return {
            "status": self.status,
            "lastHeartbeat": utc_text(self.last_heartbeat) if self.last_heartbeat else None,
            "currentPhase": self.current_phase,
            "uptime": round(self.uptime, 3),
            "healthy": self.healthy,
            "checks": [one.as_json() for one in self.checks],
        }


def health(
    view: SystemView, judgement: Judgement, now: datetime, started: datetime, *, open_to: bool = False
) -> Health:
    """The health of a root at `now`, told by a server that began at `started`.

    `open_to` the one who asks: only then reasons may quote what a document or an event says."""
    state = view.state
    return Health(
        status=SOVEREIGN if state is not None and is_sovereign(state) else ACTIVE,
        last_heartbeat=judgement.beat_at,
        current_phase=state.current_phase if state else None,
        uptime=(now - _up_since(view, now, started)).total_seconds(),
        checks=tuple(_checks(conditions(view, judgement, now), open_to)),
    )


def is_sovereign(state: State) -> bool:
    """Whether its current phase is past the last, or has only completed and cyclic jobs."""
    current = state.current_phase
    if current is None:
        return True
    phase = state.phase(str(current))
    if phase is not None:
        return all(job.status in (COMPLETED, CYCLIC) for job in phase.jobs)
    # An id between two others is a gap, which the next pulse goes over.
    return all(natural_key(one.key) < natural_key(str(current)) for one in state.phases)


def _up_since(view: SystemView, now: datetime, started: datetime) -> datetime:
    """`meta.boot_time` of the state; without one that can be, the start of this server."""
    booted = moment_of(view.state.boot_time, view.zone) if view.state else None
    return booted if booted is not None and booted <= now else min(started, now)


def _checks(found: tuple[Condition, ...], open_to: bool) -> Iterator[Check]:
    """Heart and documents in any case, then whatever else is not well."""
    by_key = {one.key: one for one in found}
    for key in (HEARTBEAT, *(f"document:{name}" for name in DOCUMENTS)):
        one = by_key.pop(key, None)
        yield Check(key, True) if one is None else _failed(one, open_to)
    for one in by_key.values():
        yield _failed(one, open_to)


def _failed(one: Condition, open_to: bool) -> Check:
    return Check(one.key, False, one.message if open_to else _closed_reason(one), fatal=one.level == CRITICAL)


def _closed_reason(one: Condition) -> str:
    """What may be said to anybody: nothing that quotes a command, a log line or a document."""
    if one.kind == DOCUMENT:
        return f"the {one.subject} can't be read"
    if one.kind == COMMAND:
        return "commands are new or changed"
    return one.message
