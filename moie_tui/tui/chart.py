"""Charts of block characters: durations as columns, the age of something as a bar."""

from __future__ import annotations

from collections.abc import Sequence

from moie_tui.tui.glyphs import BAR_EMPTY, BAR_FULL, BAR_LEFT, BAR_RIGHT, LEVELS
from moie_tui.tui.pieces import Line, Piece
from moie_tui.tui.sparkline import Run


def columns(runs: Sequence[Run], width: int, height: int) -> tuple[Line, ...]:
    """The newest runs as columns up to the longest one, from the top line down; failed ones in their tone."""
    shown = runs[-width:] if width > 0 else ()
    top = max((duration for duration, _ in shown), default=0) or 1
    eighths = [(max(1, round(duration / top * height * 8)), good) for duration, good in shown]
    return tuple(
        tuple(_cell(filled - floor * 8, good) for filled, good in eighths)
        for floor in reversed(range(height))
    )


def _cell(eighths: int, good: bool) -> Piece:
    mark = " " if eighths <= 0 else LEVELS[min(8, eighths) - 1]
    return (mark, "ok" if good else "failed")


def bar(share: float, width: int, tone: str) -> Line:
    """A bar of `width` cells, its frame included, filled to `share` of 1 (more is full)."""
    inner = max(0, width - 2)
    full = max(0, min(inner, round(share * inner)))
    return (
        (BAR_LEFT, "faint"),
        (BAR_FULL * full, tone),
        (BAR_EMPTY * (inner - full), "faint"),
        (BAR_RIGHT, "faint"),
    )
