"""Following the log: what was written since the last look, to whichever day's file, through rotations."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path

from moie_tui.domain.event_query import EventPage, Wanted
from moie_tui.domain.plan import Never
from moie_tui.storage.event_lines import LONGEST_LINE, Unreadable, decode
from moie_tui.storage.event_pages import Search
from moie_tui.storage.log_days import LogDay, Text, day_text, log_days
from moie_tui.storage.text_lines import Block, blocks_forwards, line_after


class EventFollower:
    """Remembers how far each day was read; begins where the log ends when it is made."""

    def __init__(self, folder: Path, zone: tzinfo | None, wanted: Wanted) -> None:
        self._folder, self._zone, self._wanted = folder, zone, wanted
        self._seen: dict[str, LogDay] = {}
        self._read_to: dict[str, int] = {}
        self._within: set[str] = set()
        """Days that were read to within a line that is too long."""
        for one in log_days(folder):
            with day_text(folder, one.day) as text:
                self._read_to[one.day] = _end_of_whole_lines(text)
            self._seen[one.day] = one

    def new(self) -> EventPage:
        """What is wanted of the lines that were ended since the last time, in the order of each file."""
        search = Search(self._wanted, self._zone, sys.maxsize, Never())
        days = {one.day: one for one in log_days(self._folder)}
        for day, now in days.items():
            if self._seen.get(day) != now:
                with day_text(self._folder, day) as text:
                    search.take(text, day, self._blocks(text, day), backwards=False)
        self._seen = days
        for gone in self._read_to.keys() - days:
            del self._read_to[gone]
        return EventPage(tuple(search.found), search.unreadable, reached=search.reached)

    def _blocks(self, text: Text, day: str) -> Iterator[Block]:
        start = self._read_to.get(day, 0)
        if start > text.size:
            start = 0  # it was cut, and what is there now is new
        if day in self._within:
            start = line_after(text, start)
            if not _is_start(text, start):
                self._read_to[day] = start
                return
            self._within.discard(day)
        self._read_to[day] = start
        for at, data in blocks_forwards(text, start, longest=LONGEST_LINE):
            whole = data.rfind(b"\n") + 1
            if whole:
                self._read_to[day] = at + whole
                yield at, data[:whole]
            elif len(data) >= LONGEST_LINE:
                self._read_to[day] = line_after(text, at)
                if not _is_start(text, self._read_to[day]):
                    self._within.add(day)
                yield at, data
            elif not isinstance(decode(data, None), Unreadable):
                # Some programs end a line only when they begin the next one.
                self._read_to[day] = at + len(data)
                yield at, data


def _end_of_whole_lines(text: Text) -> int:
    last = text.read(max(0, text.size - LONGEST_LINE), LONGEST_LINE)
    return text.size - len(last) + last.rfind(b"\n") + 1


def _is_start(text: Text, at: int) -> bool:
    return at == 0 or text.read(at - 1, 1) == b"\n"
