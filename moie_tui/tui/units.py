"""Figures with their units as the screen says them, and where an axis of such figures ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from moie_tui.domain.amounts import ago, size
from moie_tui.domain.metrics import BYTES, PERCENT, RATIO, SECONDS
from moie_tui.tui.times import duration

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_ENDS = (
    20, 30, _MINUTE, 2 * _MINUTE, 4 * _MINUTE, 10 * _MINUTE, 20 * _MINUTE, 30 * _MINUTE, _HOUR, 2 * _HOUR,
    4 * _HOUR, 6 * _HOUR, 12 * _HOUR, _DAY, 2 * _DAY, 4 * _DAY, 10 * _DAY, 20 * _DAY, 30 * _DAY, 60 * _DAY,
)  # fmt: skip
"""Seconds, of which half is a round span too."""
_LONG = 90
"""Seconds from which on a span is said in two units."""
_LEADING = (2, 4, 10)


def spoken(value: float | None, unit: str) -> str:
    """A figure and its unit: "99.3 %", "4.1s", "12m 30s", "1.9 MB", "1,204"; "–" for none."""
    if value is None:
        return "–"
    if value == 0 and unit in (SECONDS, BYTES):
        return "0"
    if unit == RATIO:
        return _share(value)
    if unit == PERCENT:
        return f"{value:.0f} %"
    if unit == SECONDS:
        return duration(value * 1000) if value < _LONG else ago(timedelta(seconds=value))
    if unit == BYTES:
        return size(int(value))
    return f"{value:,.0f}" if value == int(value) or value >= 100 else f"{value:.1f}"


def _share(value: float) -> str:
    """Only all of it is 100 %, and only nothing is 0 %."""
    percent = value * 100 if value in (0, 1) else min(99.9, max(0.1, value * 100))
    return f"{percent:.1f}".removesuffix(".0") + " %"


def axis_end(values: Iterable[float | None], unit: str) -> float:
    """A round figure none of the values is above; half of it is round too."""
    if unit == RATIO:
        return 1.0
    if unit == PERCENT:
        return 100.0
    highest = max((value for value in values if value is not None), default=0.0)
    if unit == SECONDS and highest > 10:
        return next((end for end in _ENDS if end >= highest), highest)
    return _rounded(highest, 0.001 if unit == SECONDS else 1)


def _rounded(highest: float, least: float) -> float:
    scale = least
    while scale * 10 < highest:
        scale *= 10
    return next(scale * lead for lead in _LEADING if scale * lead >= highest)
