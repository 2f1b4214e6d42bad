"""Spans of time as people type them: "2h", "30m", "1d", "1h30m"."""

from __future__ import annotations

import re
from datetime import timedelta

from moie_tui.values import pattern

_NUMBER_AND_UNIT = r"([0-9]{1,9})\s*([smhdw])"
_PART = pattern(_NUMBER_AND_UNIT, re.IGNORECASE | re.ASCII)
_WHOLE = pattern(rf"(?:{_NUMBER_AND_UNIT}\s*)+", re.IGNORECASE | re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_LONGEST = timedelta(days=3660)


def parse_span(text: str) -> timedelta:
    """The span `text` spells, more than nothing and at most ten years; ValueError if it spells none."""
    words = text.strip()
    if not _WHOLE.fullmatch(words):
        raise ValueError(f'{text!r} is no span of time: say it like "30m", "2h" or "1h30m" (s, m, h, d, w)')
    seconds = sum(int(number) * _SECONDS[unit.lower()] for number, unit in _PART.findall(words))
    if not 0 < seconds <= _LONGEST.total_seconds():
        raise ValueError(f"{text!r} must be more than nothing and at most {_LONGEST.days} days")
    return timedelta(seconds=seconds)


def parse_seconds(text: str) -> float:
    """The seconds `text` tells: a plain number of them, or a span; ValueError if it is neither."""
    try:
        return float(text)
    except ValueError:
        return parse_span(text).total_seconds()


def spell(span: timedelta) -> str:
    """A span as `parse_span` reads it, to the second: "1d2h30m"."""
    rest, words = int(span.total_seconds()), ""
    for unit in ("d", "h", "m", "s"):
        count, rest = divmod(rest, _SECONDS[unit])
        words += f"{count}{unit}" if count else ""
    return words
