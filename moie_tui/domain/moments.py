"""Moments of the past as people type them: "14:05", "2h ago", "yesterday 9:00", "nov 21", "2026-11-21"."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from moie_tui.domain.spans import parse_span
from moie_tui.domain.timestamps import MACHINE_ZONE, parse_timestamp
from moie_tui.values import pattern

FORMS = '"14:05", "2h ago", "yesterday 9:00", "mon 8:00", "nov 21" or "2026-11-21 14:05"'
"""What can be typed, for whoever asks for a moment."""
_CLOCK = pattern(r"(\d{1,2}):(\d\d)(?::(\d\d))?", re.ASCII)
_ISO = pattern(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = timedelta(days=1)


def parse_moment(text: str, now: datetime, zone: tzinfo | None) -> datetime:
    """The moment `text` tells, aware UTC, in the clock of `zone` (None: the machine's); ValueError if none.

    A time without a day, and a day without a year, is the last one that was; a span is so long ago."""
    words = text.strip().lower()
    try:
        return _moment(words, now, zone or MACHINE_ZONE)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text.strip()!r} is no time: say it like {FORMS}") from error


def _moment(words: str, now: datetime, zone: tzinfo) -> datetime:
    if words == "now":
        return now.astimezone(UTC)
    if span := _span(words):
        return now.astimezone(UTC) - span
    here = now.astimezone(zone)
    *days, last = words.replace(",", " ").split() or [""]
    clock = _clock(last)
    if clock is None:
        days, clock = [*days, last], time()
    if not days:
        found = _at(here.date(), clock, zone)
        return found if found <= now else _at(here.date() - _DAY, clock, zone)
    day = _day(days, here.date())
    return parse_timestamp(words, zone) if day is None else _at(day, clock, zone)


def _at(day: date, clock: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _span(words: str) -> timedelta | None:
    bare = words.removesuffix("ago").removeprefix("-").strip()
    try:
        return parse_span(bare)
    except ValueError:
        return None


def _clock(word: str) -> time | None:
    found = _CLOCK.fullmatch(word)
    if found is None:
        return None
    hour, minute, second = (int(part or 0) for part in found.groups())
    return time(hour, minute, second)


def _day(words: list[str], today: date) -> date | None:
    """The day these words name, None when they name none."""
    if len(words) == 1:
        return _day_of_one(words[0], today)
    if words[0][:3] not in _MONTHS:
        words = [words[1], words[0], *words[2:]]
    month, number, *year = words
    if month[:3] not in _MONTHS or not number.isdigit():
        return None
    which = _MONTHS.index(month[:3]) + 1
    if year:
        return date(int(" ".join(year)), which, int(number))
    # Feb 29 is looked for in the last year that had one.
    years = range(today.year, today.year - 9, -1)
    days = (found for one in years if (found := _date(one, which, int(number))) and found <= today)
    return next(days, None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day_of_one(word: str, today: date) -> date | None:
    if word in ("today", "yesterday"):
        return today - _DAY * (word == "yesterday")
    if word[:3] in _WEEKDAYS and (len(word) == 3 or word.endswith("day")):
        return today - _DAY * ((today.weekday() - _WEEKDAYS.index(word[:3])) % 7)
    found = _ISO.fullmatch(word)
    return date(*map(int, found.groups())) if found else None
