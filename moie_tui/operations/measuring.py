"""Counting what happened in a span of time."""

from __future__ import annotations

from datetime import datetime, timedelta

from moie_tui.domain.measure import measure, rhythm_of
from moie_tui.domain.metric_window import window
from moie_tui.domain.metrics import Metrics
from moie_tui.domain.settings import HeartbeatSettings
from moie_tui.storage.index.event_index import EventIndex


def measured(
    index: EventIndex,
    heart: HeartbeatSettings,
    span: timedelta,
    until: datetime,
    patience: float | None,
    *,
    past: bool = False,
) -> Metrics:
    """The metrics of the span that ends at `until`, after following the log for so many seconds at most.

    Of the `past` nothing counts that came later: long spans end up to an hour before."""
    rhythm = rhythm_of(heart)
    return measure(index.facts(window(span, until, past=past), rhythm.limit, patience), rhythm)
