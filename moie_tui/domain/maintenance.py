"""Maintenance windows: times in which a job is neither started nor missed, like "0 2 * * 0 for 2h"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from moie_tui.domain.schedule import Cron, Every, Schedule, parse_schedule
from moie_tui.domain.spans import parse_span
from moie_tui.values import dataclass

_JUST_BEFORE = timedelta(microseconds=1)
_MOST_STEPS = 100
"""Windows walked through at most; a job whose every time lies in one has no due time."""


@dataclass(frozen=True, slots=True)
class Window:
    """Begins at the times of a cron line and lasts a span."""

    begins: Schedule
    span: timedelta

    def end_after(self, moment: datetime) -> datetime | None:
        """The end of the window that holds `moment`, its beginning included; None outside."""
        try:
            begin = self.begins.next_after(moment - self.span)
            return None if begin is None or begin > moment else begin + self.span
        except OverflowError:
            return None


def parse_window(text: str, zone: tzinfo | None) -> Window:
    """The window `text` spells, its cron line read in `zone`; ValueError if it spells none."""
    line, found, span = text.rpartition(" for ")
    if not found:
        raise ValueError(f'{text!r} must read like "0 2 * * 0 for 2h"')
    begins = parse_schedule(line, zone)
    if not isinstance(begins, Cron):
        raise ValueError(f'{text!r} must begin with a cron line, like "0 2 * * 0 for 2h"')
    return Window(begins, parse_span(span))


def in_window(windows: Sequence[Window], moment: datetime) -> bool:
    """Whether a moment lies in one of the windows."""
    return any(window.end_after(moment) is not None for window in windows)


def window_end(windows: Sequence[Window], moment: datetime) -> datetime | None:
    """When the windows that hold `moment`, and those that follow without a gap, are over; None outside."""
    end = None
    for _ in range(_MOST_STEPS):
        ends = [found for window in windows if (found := window.end_after(end or moment)) is not None]
        if not ends:
            return end
        end = max(ends)
    return end


def due_outside(schedule: Schedule, moment: datetime, windows: Sequence[Window]) -> datetime | None:
    """The first due time after `moment`: one of a cron line inside a window does not count, an interval
    that ends in one is due when it is over."""
    for _ in range(_MOST_STEPS):
        due = schedule.next_after(moment)
        end = None if due is None else window_end(windows, due)
        if end is None:
            return due
        if isinstance(schedule, Every):
            return end
        moment = end - _JUST_BEFORE
    return None


def later_by(start: datetime, span: timedelta, windows: Sequence[Window]) -> datetime | None:
    """The moment at which `span` has passed since `start`, time inside windows not counted; None: never."""
    try:
        for _ in range(_MOST_STEPS):
            begin = _next_begin(windows, start)
            if begin is None or begin > start + span:
                return start + span
            span -= max(timedelta(), begin - start)
            start = window_end(windows, begin) or begin
    except OverflowError:
        return None
    return None


def _next_begin(windows: Sequence[Window], moment: datetime) -> datetime | None:
    """When the next window begins; `moment` itself inside one."""
    if in_window(windows, moment):
        return moment
    begins = [found for window in windows if (found := window.begins.next_after(moment)) is not None]
    return min(begins, default=None)
