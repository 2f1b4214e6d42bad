"""Intervals in the words of cron and systemd, and of people."""

from __future__ import annotations

from moie_tui.domain.errors import Refused

_HOUR, _DAY = 3600, 86_400
_MINUTES = (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30)
_STEPS = (*(60 * one for one in _MINUTES), *(_HOUR * one for one in (1, 2, 3, 4, 6, 8, 12, 24)))
"""The intervals, in seconds, whose steps are equally long all day."""


def cron_fields(seconds: int) -> str:
    """The five fields that mean just this interval; Refused when there are none."""
    if seconds not in _STEPS:
        raise Refused(
            f"cron can't do {spoken(seconds)}: its steps start anew each hour and day",
            where="heartbeat.interval_minutes",
            fix=f"set it to {_nearest(seconds)}, or take --kind systemd or launchd",
        )
    if seconds < _HOUR:
        return "* * * * *" if seconds == 60 else f"*/{seconds // 60} * * * *"
    hours = seconds // _HOUR
    return f"0 {'*' if hours == 1 else '0' if hours == 24 else f'*/{hours}'} * * *"


def calendar(seconds: int) -> str:
    """The same as a calendar expression of systemd, "" when only a span since the last start can say it."""
    if seconds not in _STEPS:
        return ""
    if seconds < _HOUR:
        return f"*-*-* *:0/{seconds // 60}:00"
    hours = seconds // _HOUR
    return f"*-*-* {'00' if hours == 24 else f'0/{hours}'}:00:00"


def spoken(seconds: int) -> str:
    """`every 10 minutes`, `every hour`, `every 90 seconds`."""
    for size, name in ((_DAY, "day"), (_HOUR, "hour"), (60, "minute"), (1, "second")):
        if seconds % size == 0:
            number = seconds // size
            return f"every {name}" if number == 1 else f"every {number} {name}s"
    raise ValueError(seconds)


def _nearest(seconds: int) -> str:
    below = [one for one in _STEPS if one < seconds][-1:]
    above = [one for one in _STEPS if one > seconds][:1]
    return " or ".join(f"{one // 60}" for one in (*below, *above))
