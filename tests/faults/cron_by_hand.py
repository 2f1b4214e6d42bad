"""What a cron line means, minute by minute: slow, simple, and independent of what the product uses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

MINUTE = timedelta(minutes=1)


def due_times(line: str, zone: tzinfo, start: datetime, end: datetime) -> list[datetime]:
    """Every moment (aware UTC) in `start` < moment <= `end` at which Debian's cron would run the line.

    A line with a star in minute or hour runs whenever the local clock shows a matching time, twice in an
    hour that is lived twice; any other runs once a matching time, right after a gap that swallowed it."""
    minute, hour = line.split()[:2]
    by_the_clock = minute.startswith("*") or hour.startswith("*")
    found = _shown(line, zone, start, end) if by_the_clock else _once_each(line, zone, start, end)
    return sorted(set(found))


def _shown(line: str, zone: tzinfo, start: datetime, end: datetime) -> Iterator[datetime]:
    moment = start.replace(second=0, microsecond=0) + MINUTE
    while moment <= end:
        if _matches(line, moment.astimezone(zone)):
            yield moment
        moment += MINUTE


def _once_each(line: str, zone: tzinfo, start: datetime, end: datetime) -> Iterator[datetime]:
    local = (start - timedelta(days=2)).replace(tzinfo=None, second=0, microsecond=0)
    while local <= (end + timedelta(days=2)).replace(tzinfo=None):
        if _matches(line, local):
            moment = _first_pass(local, zone)
            if start < moment <= end:
                yield moment
        local += MINUTE


def _first_pass(local: datetime, zone: tzinfo) -> datetime:
    """When the local clock first shows this time, or the first one after it that it does show."""
    while True:
        moment = local.replace(tzinfo=zone).astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None, fold=0) == local:
            return moment
        local += MINUTE


def _matches(line: str, at: datetime) -> bool:
    minute, hour, day, month, weekday = line.split()
    return (
        _holds(minute, at.minute)
        and _holds(hour, at.hour)
        and _holds(day, at.day)
        and _holds(month, at.month)
        and _holds(weekday, at.isoweekday() % 7)
    )


def _holds(field: str, value: int) -> bool:
    for part in field.split(","):
        span, _, step = part.partition("/")
        low, _, high = span.partition("-")
        least, most = (0, 59) if span == "*" else (int(low), int(high or low))
        if least <= value <= most and (value - least) % int(step or 1) == 0:
            return True
    return False
