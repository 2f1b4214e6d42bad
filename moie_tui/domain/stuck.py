"""A heart that beats on one spot: the same job asks for a hand, or blocks, pulse after pulse."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from moie_tui.domain.event import Event
from moie_tui.domain.view import Problem

WAITING = ("action-required", "blocked")


def stuck(newest_first: Iterable[Event], after: int) -> Problem | None:
    """The problem of a root whose last `after` or more pulses ended the same way on the same job."""
    pulses = (event.metadata for event in newest_first if event.category == "heartbeat")
    beats = ((beat["outcome"], beat.get("job")) for beat in pulses if "outcome" in beat)
    first = next(beats, None)
    if first is None or first[0] not in WAITING:
        return None
    count = 1 + sum(1 for _ in takewhile(lambda beat: beat == first, beats))
    if count < after:
        return None
    where = f"job {first[1]}" if first[1] is not None else "the current phase"
    word = "waits for a hand" if first[0] == "action-required" else "is blocked"
    return Problem(where, f"{word} for {count} heartbeats in a row", "open the job: its last output says why")
