"""Which days of the log are old enough to be compressed, and which are no longer to be kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from moie_tui.storage.log_days import CLOSING, PLAIN, LogDay

REST_DAYS = 2
"""How old a day must be, so that no zone of the world still has it."""


def waiting(days: Sequence[LogDay], today: date) -> tuple[LogDay, ...]:
    """Those to be compressed, in order."""
    newest = (today - timedelta(days=REST_DAYS)).isoformat()
    return tuple(one for one in days if one.day <= newest and one.has(PLAIN, CLOSING))


def outdated(
    days: Sequence[LogDay], today: date, keep_days: int, most_bytes: int | None
) -> Iterator[tuple[LogDay, str]]:
    """Those to be removed, oldest first, and why; never today's, and no later one.

    Ages count from the last day before today that has a log: a clock that jumps years ahead removes nothing
    at once."""
    past = [one for one in days if one.day < today.isoformat() and _is_date(one.day)]
    if not past:
        return
    too_old = (date.fromisoformat(past[-1].day) - timedelta(days=keep_days)).isoformat()
    left = sum(one.stored for one in days)
    for one in past:
        if one.day < too_old:
            yield one, f"older than {keep_days} days"
        elif most_bytes is not None and left > most_bytes:
            yield one, f"the log is larger than {most_bytes // 1_000_000} MB"
        else:
            return
        left -= one.stored


def _is_date(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True
