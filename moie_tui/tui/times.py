"""Spans, moments and durations as the screen says them."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

MINUTE = timedelta(minutes=1)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def brief(span: timedelta) -> str:
    """A span in one unit: "<1m", "4m", "26h", "3d", "4y". Changes at most once a minute."""
    minutes = int(span.total_seconds()) // 60
    if minutes < 1:
        return "<1m"
    if minutes < 60:
        return f"{minutes}m"
    days = minutes // 1440
    if days >= 2 * 365:
        return f"{days // 365}y"
    return f"{minutes // 60}h" if minutes < 48 * 60 else f"{days}d"


def at(moment: datetime, now: datetime, zone: tzinfo | None, *, seconds: bool = True) -> str:
    """The wall clock time in `zone` (None: the machine's), with the date when it is another day."""
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    clock = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
    return clock if local.date() == today else f"{local:%Y-%m-%d} {clock}"


def when(moment: datetime, now: datetime, zone: tzinfo | None) -> str:
    """The same in at most twelve cells: "14:10:02", "Nov 21 14:10", "2024-11-21"."""
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return f"{local:%H:%M:%S}"
    month = MONTHS[local.month - 1]
    recent = abs(today - local.date()).days < 300
    return f"{month} {local.day:2} {local:%H:%M}" if recent else f"{local.date()}"


def dated(moment: datetime, now: datetime, zone: tzinfo | None) -> str:
    """To the second in at most 16 cells: "14:10:02", "Nov 21 14:10:02"; of other years to the minute."""
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return f"{local:%H:%M:%S}"
    recent = abs(today - local.date()).days < 300
    return (
        f"{MONTHS[local.month - 1]} {local.day:2} {local:%H:%M:%S}" if recent else f"{local:%Y-%m-%d %H:%M}"
    )


def duration(milliseconds: float | None) -> str:
    """How long a run took: "850ms", "4.1s", "38s", "2m 5s"; "–" when nothing is known."""
    if milliseconds is None:
        return "–"
    if milliseconds < 1000:
        return f"{milliseconds:.0f}ms"
    seconds = milliseconds / 1000
    if seconds < 9.95:
        return f"{seconds:.1f}s"
    if seconds < 90:
        return f"{seconds:.0f}s"
    minutes = int(seconds) // 60
    return f"{minutes}m {int(seconds) % 60}s" if minutes < 60 else f"{minutes // 60}h {minutes % 60}m"


def percent(rate: float | None) -> str:
    """A rate of 0 to 1 as a whole number; only a flawless one says 100."""
    if rate is None:
        return "–"
    return "100" if rate >= 1 else str(min(99, round(rate * 100)))
