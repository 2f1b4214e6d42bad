"""Moments as people type them: "14:05", "2h ago", "yesterday 9:00", "Nov 21 14:10", "2026-11-21 14:05"."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from moie_tui.domain.spans import parse_span
from moie_tui.domain.timestamps import MACHINE_ZONE, moment_of

EXAMPLES = '"14:05", "2h ago", "yesterday 9:00" or "2026-11-21 14:05"'
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?", re.ASCII)
_MONTH_DAY = re.compile(r"([a-z]{3})[a-z]*\.?\s+(\d{1,2})", re.ASCII)
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def parse_when(text: str, now: datetime, zone: tzinfo | None) -> datetime:
    """The moment as aware UTC; times and days are those of `zone` (None: the machine's). Else ValueError.

    A clock time alone is the last such one, a day alone is its start, a weekday the last one before today."""
    words = " ".join(text.split()).lower()
    if words == "now":
        return now
    if words.endswith(" ago"):
        return now - parse_span(words.removesuffix(" ago"))
    if (exact := moment_of(text, zone)) is not None:
        return exact
    local = now.astimezone(zone or MACHINE_ZONE)
    day_words, clock = _split(words)
    if not words:
        raise _unreadable(text)
    try:
        day = _day(day_words, local.date()) if day_words else local.date()
    except ValueError:
        day = None  # the 30th of February
    if day is None:
        raise _unreadable(text)
    found = _moment(day, clock or time(), zone)
    if not day_words and found > now:
        found = _moment(day - timedelta(days=1), clock or time(), zone)
    return found


def _split(words: str) -> tuple[str, time | None]:
    """The words for the day, and the clock time at their end, None without one."""
    head, _, last = words.rpartition(" ")
    found = _CLOCK.fullmatch(last)
    if found is None:
        return words, None
    hour, minute, second = (int(part or 0) for part in found.groups())
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError(f"{last!r} is no time of a day")
    return ("" if head == "at" else head.removesuffix(" at")), time(hour, minute, second)


def _day(words: str, today: date) -> date | None:
    if words in ("today", "yesterday"):
        return today - timedelta(days=words == "yesterday")
    if _ISO_DAY.fullmatch(words):
        return date.fromisoformat(words)
    if len(words) >= 3 and (names := [at for at, name in enumerate(_DAYS) if name.startswith(words)]):
        return today - timedelta(days=(today.weekday() - names[0] - 1) % 7 + 1)
    found = _MONTH_DAY.fullmatch(words)
    if found is None or found[1] not in _MONTHS:
        return None
    day = date(today.year, _MONTHS.index(found[1]) + 1, int(found[2]))
    return day if day <= today else day.replace(year=day.year - 1)


def _moment(day: date, clock: time, zone: tzinfo | None) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone or MACHINE_ZONE).astimezone(UTC)


def _unreadable(text: str) -> ValueError:
    return ValueError(f"{text.strip()!r} is no moment: say it like {EXAMPLES}")
