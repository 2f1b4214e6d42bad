"""The structured log: `logs/events-YYYY-MM-DD.jsonl`, one file a UTC day, shared with other programs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from itertools import islice
from pathlib import Path

from moie_tui.domain.event import Event
from moie_tui.storage.atomic import append_line
from moie_tui.storage.backwards import lines_from_end
from moie_tui.storage.event_lines import LONGEST_LINE, Unreadable, decode, encode
from moie_tui.storage.failures import failed
from moie_tui.storage.folders import plain_folder

MOST_BYTES = 16 * 1024 * 1024
_NAME = re.compile(r"events-(\d{4})-(\d\d)-(\d\d)\.jsonl", re.ASCII)


class EventLog:
    """Appends events and reads the newest; `logs/` may be a symbolic link. Naive times are read in `zone`."""

    def __init__(self, root: Path, zone: tzinfo | None = None) -> None:
        self._folder, self._zone = root / "logs", zone
        self._seen: tuple[object, tuple[Event, ...]] = (None, ())

    def append(self, event: Event) -> None:
        """Write one line, to the file of the event's UTC day."""
        plain_folder(self._folder)
        day = event.timestamp.astimezone(UTC).date().isoformat()
        append_line(self._folder / f"events-{day}.jsonl", encode(event))

    def tail(self, limit: int) -> tuple[Event, ...]:
        """The newest `limit` events, oldest first, in order of their times; parsed once per content.

        A line that is no event is shown as a warning of category `log`. At most 16 MB are looked at."""
        days = self._days()
        key = (limit, days)
        if key != self._seen[0]:
            self._seen = (key, self._newest(limit, days))
        return self._seen[1]

    def _newest(self, limit: int, days: dict[str, tuple[int, int, int]]) -> tuple[Event, ...]:
        lines: list[tuple[str, bytes]] = []
        left = MOST_BYTES
        for name in sorted(days, reverse=True):
            wanted = islice(self._lines(name, left), limit - len(lines))
            lines.extend((name, line) for line in wanted)
            left -= days[name][-1]
            if len(lines) >= limit or left <= 0:
                break
        return _in_order(lines, self._zone)

    def _lines(self, name: str, at_most: int) -> Iterator[bytes]:
        path = self._folder / name
        try:
            yield from lines_from_end(path, longest=LONGEST_LINE, at_most=at_most)
        except FileNotFoundError:
            return
        except OSError as error:
            raise failed(error, path, "can't read") from error

    def _days(self) -> dict[str, tuple[int, int, int]]:
        """The files of the log by name, each with what tells that it changed; the size comes last."""
        days = {}
        try:
            with os.scandir(self._folder) as entries:
                for entry in entries:
                    if _NAME.fullmatch(entry.name) and entry.is_file():
                        found = entry.stat()
                        days[entry.name] = (found.st_ino, found.st_mtime_ns, found.st_size)
        except FileNotFoundError:
            return days
        except OSError as error:
            raise failed(error, self._folder, "can't list") from error
        return days


def _in_order(newest_first: list[tuple[str, bytes]], zone: tzinfo | None) -> tuple[Event, ...]:
    """The events by time; a line without one stands behind the line before it."""
    lines = [(name, decode(line, zone)) for name, line in reversed(newest_first)]
    known = (one.timestamp for _, one in lines if isinstance(one, Event))
    moment = next(known, None)
    events = []
    for name, one in lines:
        if isinstance(one, Unreadable):
            events.append(one.at(moment or _start_of(name)))
        else:
            moment = one.timestamp
            events.append(one)
    return tuple(sorted(events, key=lambda event: event.timestamp))


def _start_of(name: str) -> datetime:
    """Midnight UTC of a file's day; 1970 where the name is no day."""
    found = _NAME.fullmatch(name)
    year, month, day = map(int, found.groups()) if found else (1970, 1, 1)
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
