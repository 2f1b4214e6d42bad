"""The schedule a job seems to keep, told from when its runs began."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise
from statistics import median

from moie_tui.domain.executions import Execution
from moie_tui.domain.timestamps import MACHINE_ZONE

_FEWEST = 5
_MOSTLY = 0.75
"""The share of the runs that must keep the time: others may be missing, late or started by hand."""
_MINUTE, _HOUR, _DAY = 60.0, 3600.0, 86400.0
_NEAR_IN_DAY = 15 * _MINUTE
"""How far from its minute a daily run may begin: a pulse comes only every 10 minutes."""
_NEAR_SPAN, _ROUND_WITHIN = 0.2, 0.05
_ROUND = tuple(
    sorted(
        number * unit
        for unit, numbers in (
            (1.0, (5, 10, 15, 20, 30)),
            (_MINUTE, (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 45, 90)),
            (_HOUR, (1, 2, 3, 4, 6, 8, 12)),
            (_DAY, (1, 2, 3, 7, 14, 28)),
        )
        for number in numbers
    )
)
"""Spans people choose, in seconds."""
_LONGEST = 365 * _DAY


def suggested(executions: Sequence[Execution], zone: tzinfo | None) -> str | None:
    """A schedule for the config: a daily cron line in `zone` (None: the machine's) or "every 20m".

    None for a job that keeps no time, or has too few runs to tell."""
    starts = sorted(_start(one) for one in executions if one.at is not None)
    if len(starts) < _FEWEST:
        return None
    return _daily([one.astimezone(zone or MACHINE_ZONE) for one in starts]) or _every(starts)


def _start(one: Execution) -> datetime:
    assert one.at is not None
    return one.at.astimezone(UTC) - min(timedelta(milliseconds=one.duration_ms), timedelta(days=1))


def _daily(starts: Sequence[datetime]) -> str | None:
    """A cron line when mostly one run a day begins near the same minute of the local day."""
    seconds = [one.hour * _HOUR + one.minute * _MINUTE + one.second for one in starts]
    middle = _middle_of_day(seconds)
    offsets = [_around(second - middle) for second in seconds]
    if not _are_mostly(abs(one) <= _NEAR_IN_DAY / 2 for one in offsets):
        return None
    # Counted from half a day before their time, runs just before and after midnight are of one day.
    days = [(one - timedelta(seconds=middle) + timedelta(days=0.5)).date() for one in starts]
    if not _are_mostly((after - before).days == 1 for before, after in pairwise(days)):
        return None
    near = sorted(one for one in offsets if abs(one) <= _NEAR_IN_DAY / 2)
    minute = _roundest(middle + near[len(near) // 10], middle)
    return f"{minute % 60} {minute // 60 % 24} * * *"


def _middle_of_day(seconds: Sequence[float]) -> float:
    """The median time of day, also of times around midnight."""
    first = seconds[0]
    return (first + median(_around(second - first) for second in seconds)) % _DAY


def _around(second: float) -> float:
    """A difference of times of day, within half a day."""
    return (second + _DAY / 2) % _DAY - _DAY / 2


def _roundest(earliest: float, middle: float) -> int:
    """The minute of the day people would have written for runs from `earliest` on, most before `middle`."""
    first, last = int((earliest - _MINUTE / 2) // _MINUTE), int((middle + _MINUTE / 2) // _MINUTE)
    return max(range(first, last + 1), key=lambda one: (_roundness(one), -abs(one * _MINUTE - earliest)))


def _roundness(minute: int) -> int:
    return next((size for size in (60, 30, 15, 10, 5) if minute % size == 0), 1)


def _every(starts: Sequence[datetime]) -> str | None:
    """An interval when the runs mostly begin one span apart."""
    spans = [(after - before).total_seconds() for before, after in pairwise(starts)]
    usual = median(spans)
    if not 1 <= usual <= _LONGEST or not _are_mostly(abs(one - usual) <= _NEAR_SPAN * usual for one in spans):
        return None
    nearest = min(_ROUND, key=lambda one: abs(one - usual))
    if abs(nearest - usual) > _ROUND_WITHIN * usual:
        unit = _MINUTE if usual >= 10 * _MINUTE else 1.0
        nearest = round(usual / unit) * unit
    return f"every {_spelled(int(nearest))}"


def _spelled(seconds: int) -> str:
    for size, unit in ((86400, "d"), (3600, "h"), (60, "m")):
        if seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def _are_mostly(answers: Iterable[bool]) -> bool:
    found = list(answers)
    return bool(found) and sum(found) >= _MOSTLY * len(found)
