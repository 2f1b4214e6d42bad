"""The structured log: `logs/events-YYYY-MM-DD.jsonl`, one file a UTC day, shared with other programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo
from itertools import islice
from pathlib import Path

from moie_tui.domain.event import Event
from moie_tui.domain.late_events import LateEvents
from moie_tui.domain.timestamps import utc_text
from moie_tui.storage.atomic import append_line
from moie_tui.storage.event_lines import (
    LONGEST_LINE,
    Unreadable,
    decode,
    encode,
    plain_moment,
    plain_moments,
    start_of,
)
from moie_tui.storage.folders import plain_folder
from moie_tui.storage.log_days import PLAIN, LogDay, day_text, file_of, log_days

MOST_BYTES = 16 * 1024 * 1024
LOGS = "logs"
_MOST_ODD = 50
"""How many lines of another form are decoded for their times before all are."""


class EventLog:
    """Appends events and reads the newest; `logs/` may be a symbolic link. Naive times are read in `zone`."""

    def __init__(self, root: Path, zone: tzinfo | None = None) -> None:
        self.folder, self._zone = root / LOGS, zone
        self._seen: tuple[object, Sequence[Event]] = (None, ())

    def append(self, event: Event) -> None:
        """Write one line, to the file of the event's UTC day."""
        plain_folder(self.folder)
        day = event.timestamp.astimezone(UTC).date().isoformat()
        append_line(file_of(self.folder, day, PLAIN), encode(event))

    def tail(self, limit: int) -> Sequence[Event]:
        """The newest `limit` events, oldest first, in order of their times; decoded once, when looked at.

        A line that is no event is shown as a warning of category `log`. At most 16 MB are looked at."""
        days = log_days(self.folder)
        key = (limit, days)
        if key != self._seen[0]:
            self._seen = (key, _late(self._newest(limit, days), self._zone))
        return self._seen[1]

    def _newest(self, limit: int, days: tuple[LogDay, ...]) -> list[tuple[str, bytes]]:
        """The newest lines, each with the day of its file, oldest first."""
        from moie_tui.storage.text_lines import lines_backwards

        lines: list[tuple[str, bytes]] = []
        left = MOST_BYTES
        for one in reversed(days):
            with day_text(self.folder, one.day) as text:
                newest = lines_backwards(text, longest=LONGEST_LINE, stop=max(0, text.size - left))
                lines.extend((one.day, line) for _, line in islice(newest, limit - len(lines)))
                left -= text.size
            if len(lines) >= limit or left <= 0:
                break
        return lines[::-1]


def _late(dated: list[tuple[str, bytes]], zone: tzinfo | None) -> Sequence[Event]:
    """The events of the lines: decoded late where they stand in order, at once where they must be sorted."""
    lines = [line for _, line in dated]
    if not _stand_in_order(lines, zone):
        return _in_order(dated, zone)

    def event(line: bytes) -> Event | None:
        one = decode(line, zone)
        return one if isinstance(one, Event) else None

    return LateEvents(lines, event, lambda: _in_order(dated, zone))


def _stand_in_order(lines: Sequence[bytes], zone: tzinfo | None) -> bool:
    """Whether they surely do; a line that is no event stands wherever it is."""
    if (moments := plain_moments(lines)) is not None:
        return moments == sorted(moments)
    last, odd = "", 0
    for line in lines:
        moment = plain_moment(line)
        if not moment:
            odd += 1
            one = decode(line, zone)
            moment = utc_text(one.timestamp) if isinstance(one, Event) else last
        if moment < last or odd > _MOST_ODD:
            return False
        last = moment
    return True


def _in_order(dated: list[tuple[str, bytes]], zone: tzinfo | None) -> tuple[Event, ...]:
    """The events by time; a line without one stands behind the line before it."""
    lines = [(day, decode(line, zone)) for day, line in dated]
    known = (one.timestamp for _, one in lines if isinstance(one, Event))
    moment = next(known, None)
    events = []
    for day, one in lines:
        if isinstance(one, Unreadable):
            events.append(one.at(moment or start_of(day)))
        else:
            moment = one.timestamp
            events.append(one)
    return tuple(sorted(events, key=lambda event: event.timestamp))
