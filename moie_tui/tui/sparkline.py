"""The last runs of a job in one line: a bar each for its duration, a cross for a failure."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from moie_tui.tui.glyphs import FAILED, LEVELS
from moie_tui.tui.pieces import Line, Piece

Run = tuple[float, bool]
"""Duration in milliseconds, and whether it succeeded."""


def sparkline(runs: Sequence[Run], width: int) -> Line:
    """The newest runs at the right, `width` cells: a usual run is low, one four times as long is full."""
    shown = runs[-width:] if width > 0 else ()
    usual = _usual(runs)
    pieces: list[Piece] = [(" " * (width - len(shown)), "")]
    for duration, good in shown:
        mark, tone = (LEVELS[_level(duration, usual)], "ok") if good else (FAILED, "failed")
        if pieces[-1][1] == tone:
            pieces[-1] = (pieces[-1][0] + mark, tone)
        else:
            pieces.append((mark, tone))
    return tuple(pieces)


def _usual(runs: Sequence[Run]) -> float:
    good = [duration for duration, succeeded in runs if succeeded]
    return median(good) if good else 0.0


def _level(duration: float, usual: float) -> int:
    return min(len(LEVELS) - 1, int(duration / usual * 2) - 1) if usual and duration > usual / 2 else 0
