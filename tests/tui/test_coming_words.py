"""What the next beats do, in words."""

from __future__ import annotations

import gc

from moie_tui.domain.view import SystemView
from moie_tui.tui.coming_words import known_forecast
from tests.tui.sample_views import NOW, rich_view


def views() -> int:
    """How many there are in this process."""
    gc.collect()
    return sum(type(one) is SystemView for one in gc.get_objects())


def test_forecasts_do_not_keep_the_views_that_are_over() -> None:
    known_forecast.cache_clear()
    before = views()
    for _ in range(6):
        known_forecast(rich_view(), NOW, 1)
    assert views() - before == 2
