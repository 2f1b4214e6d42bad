"""The rows of the list of metrics."""

from __future__ import annotations

from datetime import timedelta

from moie_tui.tui.screens.metric_list import cells, entries
from tests.tui.sample_metrics import metrics_of
from tests.tui.sample_views import NOW


def test_rows_of_lists_that_were_closed_are_not_kept() -> None:
    for hour in range(10):
        for entry in entries(metrics_of(timedelta(days=1), NOW + timedelta(hours=hour))):
            cells(entry, 100)
    assert cells.cache_info().currsize <= 64
