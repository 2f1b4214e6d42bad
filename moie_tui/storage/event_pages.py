"""Pages of the log: the lines somebody wants, backwards from its end or a place, or forwards from one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import tzinfo
from pathlib import Path

from moie_tui.domain.event import Event
from moie_tui.domain.event_query import EventPage, Logged, Place, Wanted
from moie_tui.domain.plan import Cancel
from moie_tui.storage.event_lines import EPOCH, LONGEST_LINE, Unreadable, decode, start_of
from moie_tui.storage.event_times import bounds, may_hold, time_before
from moie_tui.storage.line_sieve import Sieve
from moie_tui.storage.log_days import Text, day_text, log_days
from moie_tui.storage.text_lines import (
    Block,
    Line,
    blocks_backwards,
    blocks_forwards,
    line_after,
    lines_of,
)


def page(
    folder: Path,
    zone: tzinfo | None,
    wanted: Wanted,
    limit: int,
    *,
    before: Place | None = None,
    after: Place | None = None,
    cancel: Cancel,
) -> EventPage:
    """One page; see `Readings.events`."""
    search = Search(wanted, zone, limit, cancel)
    days = [one.day for one in log_days(folder) if may_hold(one.day, wanted)]
    if after is not None:
        _forwards(folder, [day for day in days if day >= after.day], after, search)
    else:
        earlier = [day for day in reversed(days) if before is None or day <= before.day]
        _backwards(folder, earlier, before, search)
    found = search.found if after is not None else reversed(search.found)
    return EventPage(tuple(found), search.unreadable, search.more, search.reached)


class Search:
    """A search as it goes on: what was found so far, in the order of reading, and where it is."""

    def __init__(self, wanted: Wanted, zone: tzinfo | None, limit: int, cancel: Cancel) -> None:
        self.wanted, self.zone, self._limit, self._cancel = wanted, zone, limit, cancel
        self._sieve = Sieve(wanted)
        self.found: list[Logged] = []
        self.unreadable = 0
        self.reached: Place | None = None
        self.more = False

    def take(self, text: Text, day: str, blocks: Iterable[Block], backwards: bool) -> bool:
        """Searches these lines of a day; False when it has enough, which leaves more."""
        for block in blocks:
            if self._cancel.is_set() or len(self.found) >= self._limit:
                self.more = True
                return False
            if self._sieve.is_needed and self._sieve.passes_over_all(block[1]):
                first, data = block
                last = first + data.rfind(b"\n", 0, -1) + 1
                self.reached = Place(day, first if backwards else last)
            elif not self._take_lines(text, day, lines_of(block, LONGEST_LINE), backwards):
                return False
        return True

    def _take_lines(self, text: Text, day: str, lines: list[Line], backwards: bool) -> bool:
        sieve = self._sieve.passes_over if self._sieve.is_needed else None
        last = None
        for offset, line in reversed(lines) if backwards else lines:
            if len(self.found) >= self._limit:
                self.more = True
                break
            last = offset
            if sieve is None or not sieve(line):
                self._look(text, Place(day, offset), line)
        self.reached = self.reached if last is None else Place(day, last)
        return not self.more

    def _look(self, text: Text, place: Place, line: bytes) -> None:
        one = decode(line, self.zone)
        if isinstance(one, Unreadable):
            self.unreadable += 1
            event = self._marked(one, text, place)
        else:
            event = one
        if event is not None and self.wanted.takes(event):
            self.found.append(Logged(place, event))

    def _marked(self, one: Unreadable, text: Text, place: Place) -> Event | None:
        """The event a line without a time is shown as, at the time of the line before it, if it is wanted."""
        if not self.wanted.takes_apart_from_time(one.at(EPOCH)):
            return None
        return one.at(time_before(text, place.offset, self.zone) or start_of(place.day))


def _backwards(folder: Path, days: list[str], before: Place | None, search: Search) -> None:
    for day in days:
        with day_text(folder, day) as text:
            low, high = bounds(text, search.wanted, search.zone)
            if before is not None and day == before.day:
                high = min(high, before.offset)
            blocks = blocks_backwards(text, longest=LONGEST_LINE, end=high, stop=low)
            if not search.take(text, day, blocks, backwards=True):
                return


def _forwards(folder: Path, days: list[str], after: Place, search: Search) -> None:
    for day in days:
        with day_text(folder, day) as text:
            low, high = bounds(text, search.wanted, search.zone)
            # A place behind the end is one in a log that was cut: all that is there now is new.
            if day == after.day and after.offset < text.size:
                low = max(low, line_after(text, after.offset))
            blocks = _new_blocks(text, low, high, is_newest=day == days[-1])
            if not search.take(text, day, blocks, backwards=False):
                return


def _new_blocks(text: Text, start: int, end: int, is_newest: bool) -> Iterator[Block]:
    for block in blocks_forwards(text, start, longest=LONGEST_LINE):
        if block[0] >= end:
            return
        yield _without_unfinished(block) if is_newest else block


def _without_unfinished(block: Block) -> Block:
    """Without a last line that somebody is still writing."""
    at, data = block
    start = data.rfind(b"\n") + 1
    last = data[start:]
    if 0 < len(last) < LONGEST_LINE and isinstance(decode(last, None), Unreadable):
        return at, data[:start]
    return block
