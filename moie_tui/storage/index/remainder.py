"""What the index has only in part: the lines between the last whole grain and the end of a past window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

from moie_tui.domain.event import Event
from moie_tui.domain.event_query import Wanted
from moie_tui.domain.metric_window import Window
from moie_tui.domain.tally import LAST_BEAT, Tally
from moie_tui.domain.timestamps import utc_text
from moie_tui.storage.event_lines import LONGEST_LINE, decode
from moie_tui.storage.event_times import bounds, may_hold
from moie_tui.storage.index.lines import add_lines
from moie_tui.storage.log_days import Text, day_text, log_days
from moie_tui.storage.text_lines import blocks_forwards, lines_of

_INSTANT = timedelta(microseconds=1)
_OURS, _MINUTE, _ZONE = b'{"timestamp": "', slice(15, 31), slice(41, 47)
"""How a line of ours begins, and where in it the minute and the zone of its time stand."""


def remainder(folder: Path, zone: tzinfo | None, window: Window) -> Tally:
    """What came after the last whole grain of a window of the past; nothing of one of now."""
    tally = Tally(zone)
    if window.whole == window.end:
        return tally
    wanted = Wanted(since=datetime.fromtimestamp(window.whole, UTC), until=window.asked + _INSTANT)
    for day in log_days(folder):
        if may_hold(day.day, wanted):
            with day_text(folder, day.day) as text:
                for line in _lines(text, wanted, zone):
                    add_lines(tally, line)
    for slot, one in tally.beats().items():
        tally.cells[slot][LAST_BEAT] = one.last
    return tally


def _lines(text: Text, wanted: Wanted, zone: tzinfo | None) -> Iterator[bytes]:
    """The lines of the wanted time, each with a newline."""
    assert wanted.since is not None
    assert wanted.until is not None
    first, last = (utc_text(at)[:16].encode() for at in (wanted.since, wanted.until))
    low, high = bounds(text, wanted, zone)
    for block in blocks_forwards(text, low, longest=LONGEST_LINE):
        if block[0] >= high:
            return
        for _, line in lines_of(block, LONGEST_LINE):
            if line.startswith(_OURS) and line[_ZONE] == b"+00:00" and not first <= line[_MINUTE] <= last:
                continue  # nearly all: a look at the minute is enough
            one = decode(line, zone)
            if isinstance(one, Event) and wanted.in_time(one.timestamp):
                yield line + b"\n"
