"""A heart that beats on one spot: the same job asks for a hand, or blocks, pulse after pulse."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import takewhile

from moie_tui.domain.event import Event
from moie_tui.domain.view import Problem
from moie_tui.values import dataclass

ACTION_REQUIRED, BLOCKED, HELD = "action-required", "blocked", "held"
PULSE = "heartbeat"
"""The category of the events that pulses write."""
WAITING = (ACTION_REQUIRED, BLOCKED)


@dataclass(frozen=True, slots=True)
class Standstill:
    """The newest pulses that all ended the same way on the same job; None for no job in particular.

    `since` is the first of them that is known. `attempts` counts the runs of the job's command, as the
    newest pulse tells; 0 when it does not."""

    outcome: str
    job: str | None
    count: int
    since: datetime
    attempts: int = 0


def standstill(newest_first: Iterable[Event]) -> Standstill | None:
    """The standstill the newest pulse is part of; None when it got on. A held pulse tells nothing of it."""
    pulses = (one for one in newest_first if one.category == PULSE and _outcome(one) not in (None, HELD))
    newest = next(pulses, None)
    if newest is None or _outcome(newest) not in WAITING:
        return None
    row = [newest, *takewhile(lambda one: _end(one) == _end(newest), pulses)]
    job, attempts = newest.metadata.get("job"), newest.metadata.get("attempts")
    return Standstill(
        outcome=str(_outcome(newest)),
        job=None if job is None else str(job),
        count=len(row),
        since=row[-1].timestamp,
        attempts=attempts if isinstance(attempts, int) else 0,
    )


def stuck(newest_first: Iterable[Event], after: int) -> Problem | None:
    """The problem of a root whose last `after` or more pulses ended the same way on the same job."""
    found = standstill(newest_first)
    if found is None or found.count < after:
        return None
    where = f"job {found.job}" if found.job is not None else "the current phase"
    return Problem(where, said(found), "open the job: its last output says why")


def said(standing: Standstill) -> str:
    """What it does there, and for how long."""
    word = "waits for a hand" if standing.outcome == ACTION_REQUIRED else "is blocked"
    return f"{word} for {standing.count} heartbeats in a row"


def _end(event: Event) -> tuple[object, object]:
    return _outcome(event), event.metadata.get("job")


def _outcome(event: Event) -> object:
    return event.metadata.get("outcome")
