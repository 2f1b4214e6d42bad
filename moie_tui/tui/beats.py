"""The history of the heart: the gaps between its beats, and what the last ones came to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from moie_tui.domain.health import ago
from moie_tui.domain.judge import Judgement
from moie_tui.domain.metrics import Metrics
from moie_tui.domain.plan import OperationRecord
from moie_tui.domain.text import plain
from moie_tui.domain.view import SystemView
from moie_tui.tui import chart
from moie_tui.tui.pieces import Line, Piece, cut, text
from moie_tui.tui.times import when

TOGETHER = timedelta(seconds=20)
"""A pulse and its event are one beat."""
IN_TIME = "heartbeat_in_time"
"""The metric of the beats that were due."""
LISTED = 8


@lru_cache(maxsize=2)
def beats(view: SystemView) -> tuple[datetime, ...]:
    """When the heart beat, oldest first, as far as pulses and events of the heartbeat tell."""
    told = [one.at for one in _pulses(view)]
    told += [one.timestamp for one in view.events if one.category == "heartbeat"]
    moments: list[datetime] = []
    for moment in sorted(told):
        if not moments or moment - moments[-1] > TOGETHER:
            moments.append(moment)
    return tuple(moments)


def punctual(day: Metrics, view: SystemView) -> Line:
    """How many of the beats due in the last 24 hours came in time; nothing without any, or of another day.

    A log that tells of less than the day tells of fewer beats: when they began is no news of the heart."""
    found = day.get(IN_TIME)
    past = view.as_of
    if found is None or found.of is None or (past is not None and day.until != past.at):
        return ()
    good, due = found.of
    said: Piece = (f"{good:,} of {due:,} in time", "" if good == due else "late")
    return (("24h   ", "faint"), said)


def beat_lines(view: SystemView, judgement: Judgement | None, now: datetime, width: int) -> Iterator[Line]:
    """A chart of the gaps between beats, and the last pulses with their outcome."""
    moments = beats(view)
    if judgement is None or len(moments) < 2:
        yield text("The gaps between beats are drawn here once there are some.", "faint")
        return
    yield from _chart(moments, judgement.limit, width)
    yield ()
    yield text("last pulses", "faint")
    for one in list(_pulses(view))[:LISTED]:
        said = plain(one.message or one.outcome or "not finished")
        tone = "failed" if one.outcome == "failed" else "" if one.finished else "late"
        yield cut(((f"{when(one.at, now, view.zone):>12}  ", "faint"), (said, tone)), width)


def _pulses(view: SystemView) -> Iterator[OperationRecord]:
    return (one for one in view.operations if one.kind == "pulse")


def _chart(moments: tuple[datetime, ...], limit: timedelta, width: int, height: int = 7) -> Iterator[Line]:
    room = max(1, width - chart.MARGIN)
    gaps = [after - before for before, after in pairwise(moments)][-room:]
    late = sum(gap > limit for gap in gaps)
    # A night switched off would flatten all the others; gaps in order stay below the limit's height.
    top = min(max(*gaps, limit), 2 * limit)
    points = [(min(gap, top).total_seconds(), "ok" if gap <= limit else "failed") for gap in gaps]
    above = max(gaps) > top

    def say(seconds: float) -> str:
        words = ago(timedelta(seconds=seconds)) if seconds else "0"
        return f"≥{words}" if above and seconds == top.total_seconds() else words

    mark = limit.total_seconds() if top > limit else None
    yield from chart.chart_lines(chart.Chart(points, top.total_seconds(), say, mark=mark), width, height)
    words = f"{len(gaps)} gaps" + (f", {late} over the limit" if late else "")
    yield cut(text(" " * chart.MARGIN + words, "faint"), width)
