"""Counting what happened in a span of time."""

from __future__ import annotations

from datetime import datetime, timedelta

from moie_tui.domain.event import CRITICAL, ERROR, INFO, WARNING
from moie_tui.domain.event_query import Wanted
from moie_tui.domain.metric_kinds import KINDS
from moie_tui.domain.metric_window import window
from moie_tui.domain.metrics import Metrics
from moie_tui.domain.plan import Never
from moie_tui.storage.event_pages import page
from moie_tui.storage.stores import Stores

_MOST = 100_000


def measured(stores: Stores, span: timedelta, until: datetime) -> Metrics:
    """The metrics of the span that ends at `until`."""
    found = window(span, until)
    wanted = Wanted(INFO, since=found.since, until=until)
    lines = page(stores.root / "logs", stores.zone, wanted, _MOST, before=None, after=None, cancel=Never())
    levels: dict[str, list[float | None]] = {"errors": [0.0] * found.count, "warnings": [0.0] * found.count}
    for one in lines.events:
        at = found.bucket(one.event.timestamp.timestamp())
        key = {ERROR: "errors", CRITICAL: "errors", WARNING: "warnings"}.get(one.event.level)
        if at is not None and key is not None:
            levels[key][at] = (levels[key][at] or 0.0) + 1
    metrics = tuple(
        one.metric(sum(filter(None, levels[one.key])), tuple(levels[one.key]))
        if one.key in levels
        else one.metric(None)
        for one in KINDS
    )
    step = timedelta(seconds=found.step)
    return Metrics(found.since, found.asked, step, metrics, len(lines.events), lines.unreadable)
