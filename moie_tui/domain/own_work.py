"""Jobs of a phase that do their own work: when their command is tried, and tried again."""

from __future__ import annotations

from datetime import datetime, timedelta

from moie_tui.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

_MOST_DOUBLINGS = 16
_LONGEST = timedelta(days=366)
_EARLY = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Tried:
    """How often a job's command was started, and when last."""

    command: str
    count: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """What comes next for a job that is not proven: attempt `number` of `most`, now or at `at`, or none."""

    kind: Literal["start", "wait", "used up"]
    number: int
    most: int
    at: datetime | None = None


def next_turn(
    tried: Tried | None,
    command: str,
    most: int,
    ended_at: datetime | None,
    interval: timedelta,
    now: datetime,
) -> Turn:
    """The next attempt; the wait doubles from `interval`, counted from the end of the last one if known."""
    if tried is None or tried.command != command:
        return Turn("start", 1, most)
    if tried.count >= most:
        return Turn("used up", tried.count, most)
    last = tried.last_at if ended_at is None else max(tried.last_at, ended_at)
    # A last attempt in the future is a clock that was wrong.
    at = min(last, now) + min(interval * 2 ** min(tried.count - 1, _MOST_DOUBLINGS), _LONGEST)
    # A pulse a moment too early would leave the attempt to the next one.
    early = min(_EARLY, interval / 20)
    return Turn("start" if at - early <= now else "wait", tried.count + 1, most, at)
