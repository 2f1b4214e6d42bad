"""Where in the log lines of a time lie, though they are only roughly in its order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import islice

from moie_tui.domain.event_query import Wanted
from moie_tui.storage.event_lines import LONGEST_LINE, Unreadable, decode
from moie_tui.storage.log_days import Text
from moie_tui.storage.text_lines import line_after, lines_backwards, lines_forwards

CLOCK_SLACK = timedelta(minutes=65)
"""How far a line's time may be from those around it: a change of the clock by an hour, and a slow writer."""
NAME_SLACK = timedelta(days=1)
"""How far a file's name may be from its lines: other programs may begin a day at their midnight."""
_SCANNED = 1024 * 1024
_NEAR_ENOUGH = 64 * 1024
_ASKED, _LOOKED_BACK = 15, 20


def may_hold(day: str, wanted: Wanted) -> bool:
    """Whether a day's files may hold lines of the wanted time."""
    try:
        start = datetime.fromisoformat(day).replace(tzinfo=UTC)
        first, last = start - NAME_SLACK, start + 2 * NAME_SLACK
    except (ValueError, OverflowError):
        return True
    return (wanted.until is None or first < wanted.until) and (wanted.since is None or wanted.since < last)


def bounds(text: Text, wanted: Wanted, zone: tzinfo | None) -> tuple[int, int]:
    """Between which lines those of the wanted time lie; in a small text they may be anywhere."""
    if text.size <= _SCANNED:
        return 0, text.size
    low = _turn(text, wanted.since - CLOCK_SLACK, zone)[0] if wanted.since else 0
    high = _turn(text, wanted.until + CLOCK_SLACK, zone)[1] if wanted.until else text.size
    return low, max(low, high)


def time_before(text: Text, offset: int, zone: tzinfo | None) -> datetime | None:
    """The time of the last event not far before a line; None when there is none."""
    lines = islice(lines_backwards(text, longest=LONGEST_LINE, end=offset), _LOOKED_BACK)
    return next(_times((line for _, line in lines), zone), None)


def _turn(text: Text, moment: datetime, zone: tzinfo | None) -> tuple[int, int]:
    """The beginnings of two lines near each other: before the first all is older than `moment`, from the
    second on nothing is."""
    low, high = 0, text.size
    while high - low > _NEAR_ENOUGH:
        middle = (low + high) // 2
        usual = _usual_time(text, line_after(text, middle), zone)
        if usual is None:
            break  # so many lines without a time that only reading all tells
        low, high = (low, middle) if usual >= moment else (middle, high)
    return (line_after(text, low) if low else 0), line_after(text, high)


def _usual_time(text: Text, start: int, zone: tzinfo | None) -> datetime | None:
    """What the clock showed there: the middle one of some times, so that no single odd line leads astray."""
    lines = islice(lines_forwards(text, start, longest=LONGEST_LINE, block=_NEAR_ENOUGH // 8), _ASKED)
    times = sorted(_times((line for _, line in lines), zone))
    return times[len(times) // 2] if times else None


def _times(lines: Iterator[bytes], zone: tzinfo | None) -> Iterator[datetime]:
    for line in lines:
        one = decode(line, zone)
        if not isinstance(one, Unreadable):
            yield one.timestamp
