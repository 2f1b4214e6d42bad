"""The tries to prove a job of a phase, as the events of pulses tell them."""

from __future__ import annotations

from collections.abc import Iterable

from moie_tui.domain.event import Event
from moie_tui.domain.executions import FAILURE, SUCCESS, Execution


def attempts(events: Iterable[Event], job: str) -> tuple[Execution, ...]:
    """Each verification of this job among `events`, in their order; `error` is what a failed one printed."""
    facts = ((event, event.metadata) for event in events if event.category == "heartbeat")
    return tuple(_attempt(event) for event, said in facts if said.get("job") == job and "exit_code" in said)


def _attempt(event: Event) -> Execution:
    said = event.metadata
    proven = said.get("outcome") == "verified"
    code, took, output = said["exit_code"], said.get("duration_ms"), said.get("output")
    return Execution(
        at=event.timestamp,
        status=SUCCESS if proven else FAILURE,
        duration_ms=took if isinstance(took, int | float) else 0,
        error=None if proven else str(output or "it printed nothing").strip(),
        exit_code=code if isinstance(code, int) else None,
    )
