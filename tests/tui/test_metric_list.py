"""The rows of the list of metrics."""

from __future__ import annotations

from datetime import timedelta

from moie_tui.tui.screens.metric_list import cells, entries
from moie_tui.values import replace
from tests.tui.sample_metrics import metrics_of
from tests.tui.sample_views import NOW


def test_rows_of_lists_that_were_closed_are_not_kept() -> None:
    found = entries(metrics_of(timedelta(days=1), NOW))
    for value in range(10):
        for entry in found:
            cells(replace(entry, metric=replace(entry.metric, value=float(value))), 100)
    assert cells.cache_info().currsize <= 64
