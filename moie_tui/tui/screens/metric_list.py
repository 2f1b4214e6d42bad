"""Metrics as rows of a list: name, value, n of m and course, each group named once."""

from __future__ import annotations

from functools import lru_cache

from moie_tui.domain.metrics import RATIO, Metric, Metrics
from moie_tui.tui.columns import Column, fit
from moie_tui.tui.metric_charts import of_words, tone_of, trend
from moie_tui.tui.pieces import Line, text
from moie_tui.tui.units import spoken
from moie_tui.values import dataclass

_ROOMY, _WIDE = 70, 90
"""Cells from which on there are courses, and from which on groups are named."""
_MANY = 10_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A metric, and the name of its group where that begins."""

    metric: Metric
    heading: str

    @property
    def topic(self) -> Metric:
        """What the row is about."""
        return self.metric


def entries(metrics: Metrics) -> tuple[Entry, ...]:
    """One a metric, in their order."""
    found, before = [], ""
    for one in metrics.metrics:
        found.append(Entry(one, one.group if one.group != before else ""))
        before = one.group
    return tuple(found)


@lru_cache(maxsize=8)
def list_columns(width: int) -> tuple[Column, ...]:
    """The columns that fit so many cells."""
    wide = width >= _WIDE
    if width < _ROOMY:
        return Column(20, "metric", flexible=True), Column(8, "value", right=True), Column(12, "of", drop=1)
    return (
        *((Column(12),) if wide else ()),
        Column(33, "metric"),
        Column(8, "value", right=True),
        Column(18 if wide else 12, "of", right=True, drop=1),
        Column(8, "course", flexible=True, drop=2),
    )


@lru_cache(maxsize=8)
def _course_width(width: int) -> int:
    return fit(list_columns(width), width - 2)[-1]


# As many rows as a screen has; those of lists that were closed would be kept for hours.
@lru_cache(maxsize=64)
def cells(entry: Entry, width: int) -> tuple[Line, ...]:
    """The cells of a row in a list of so many cells."""
    metric = entry.metric
    known = metric.value is not None
    tone = "faint" if not known else tone_of(metric.value, metric) if metric.unit == RATIO else ""
    return (
        *((text(entry.heading, "faint"),) if width >= _WIDE else ()),
        text(metric.name, "" if known else "faint"),
        text(spoken(metric.value, metric.unit), tone),
        text(of_words(metric) if width >= _WIDE else _short_of(metric), "faint"),
        *((trend(metric, _course_width(width)),) if width >= _ROOMY else ()),
    )


def _short_of(metric: Metric) -> str:
    """The n of m in few cells: thousands once there are many."""
    counts = metric.of or ()
    return " of ".join(f"{count}" if count < _MANY else f"{count // 1000}k" for count in counts)
