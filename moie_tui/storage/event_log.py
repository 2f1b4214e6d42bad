"""The structured log: `logs/events-YYYY-MM-DD.jsonl`, one file a UTC day, shared with other programs."""

from __future__ import annotations

from datetime import UTC, tzinfo
from itertools import islice
from pathlib import Path

from moie_tui.domain.event import Event
from moie_tui.storage.atomic import append_line
from moie_tui.storage.event_lines import LONGEST_LINE, Unreadable, decode, encode, start_of
from moie_tui.storage.folders import plain_folder
from moie_tui.storage.log_days import PLAIN, LogDay, day_text, file_of, log_days

MOST_BYTES = 16 * 1024 * 1024
LOGS = "logs"


class EventLog:
    """Appends events and reads the newest; `logs/` may be a symbolic link. Naive times are read in `zone`."""

    def __init__(self, root: Path, zone: tzinfo | None = None) -> None:
        self.folder, self._zone = root / LOGS, zone
        self._seen: tuple[object, tuple[Event, ...]] = (None, ())

    def append(self, event: Event) -> None:
        """Write one line, to the file of the event's UTC day."""
        plain_folder(self.folder)
        day = event.timestamp.astimezone(UTC).date().isoformat()
        append_line(file_of(self.folder, day, PLAIN), encode(event))

    def tail(self, limit: int) -> tuple[Event, ...]:
        """The newest `limit` events, oldest first, in order of their times; parsed once per content.

        A line that is no event is shown as a warning of category `log`. At most 16 MB are looked at."""
        days = log_days(self.folder)
        key = (limit, days)
        if key != self._seen[0]:
            self._seen = (key, self._newest(limit, days))
        return self._seen[1]

    def _newest(self, limit: int, days: tuple[LogDay, ...]) -> tuple[Event, ...]:
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
        return _in_order(lines, self._zone)


def _in_order(newest_first: list[tuple[str, bytes]], zone: tzinfo | None) -> tuple[Event, ...]:
    """The events by time; a line without one stands behind the line before it."""
    lines = [(day, decode(line, zone)) for day, line in reversed(newest_first)]
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
