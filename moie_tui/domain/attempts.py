"""The tries to get a job of a phase done and to prove it, as events tell them."""

from __future__ import annotations

from collections.abc import Iterable

from moie_tui.domain.event import ERROR, Event
from moie_tui.domain.executions import FAILURE, SUCCESS, Execution


def attempts(events: Iterable[Event], job: str) -> tuple[Execution, ...]:
    """Each run of this job's command and each verification among `events`, in their order.

    A verification that fails after a command that failed tells nothing new and is left out."""
    found: list[Execution] = []
    for event in events:
        said = event.metadata
        if said.get("job") != job:
            continue
        if event.category == "job" and isinstance(said.get("run_id"), str):
            found.append(_ran(event))
        elif event.category == "heartbeat" and "exit_code" in said:
            one = _attempt(event)
            if one.good or not found or found[-1].good or found[-1].run_id is None:
                found.append(one)
    return tuple(found)


def _ran(event: Event) -> Execution:
    said, failed = event.metadata, event.level == ERROR
    return Execution(
        at=event.timestamp,
        status=FAILURE if failed else SUCCESS,
        duration_ms=_number(said.get("duration_ms")),
        error=event.message.partition(": ")[2].removeprefix("failure, ") if failed else None,
        exit_code=_code(said.get("exit_code")),
        run_id=str(said["run_id"]),
    )


def _attempt(event: Event) -> Execution:
    said = event.metadata
    proven = said.get("outcome") == "verified"
    output = said.get("output")
    return Execution(
        at=event.timestamp,
        status=SUCCESS if proven else FAILURE,
        duration_ms=_number(said.get("duration_ms")),
        error=None if proven else str(output or "it printed nothing").strip(),
        exit_code=_code(said["exit_code"]),
        proof=True,
    )


def _number(value: object) -> float:
    return value if isinstance(value, int | float) else 0


def _code(value: object) -> int | None:
    return value if isinstance(value, int) else None
