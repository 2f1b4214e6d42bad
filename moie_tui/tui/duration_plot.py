"""How long the last runs took and how they ended: a column and a glyph each, p50 and p95 marked."""

from __future__ import annotations

from collections.abc import Sequence

from moie_tui.tui import chart
from moie_tui.tui.glyphs import FAILED, OK
from moie_tui.tui.pieces import Line, Piece, text
from moie_tui.tui.sparkline import Run
from moie_tui.tui.times import duration
from moie_tui.values import dataclass

LABEL = 12
"""Cells before the first column."""
_POINTER = "┴"
WITH_AXIS = 3
"""Floors from which on the highest has the figure at the end of the axis."""
_HEADROOM = 2
"""The plot ends at so many times p95: one run that hung must not flatten all others."""


@dataclass(frozen=True, slots=True)
class Plot:
    """What is drawn: the runs oldest first, which of them is selected (None: none of them), the marks."""

    runs: Sequence[Run]
    selected: int | None = None
    p50: float | None = None
    p95: float | None = None


def plot_lines(plot: Plot, width: int, height: int) -> tuple[Line, ...]:
    """At most `height` lines: the columns, under them the strip of glyphs; the strip alone when it is low."""
    room = max(0, width - LABEL)
    runs = plot.runs[-room:] if room else ()
    if not runs or height < 1:
        return ()
    strip = (_name("runs"), *_strip(runs))
    skipped = len(plot.runs) - len(runs)
    at = None if plot.selected is None or plot.selected < skipped else plot.selected - skipped
    pointer = (_name(""), (" " * at + _POINTER, "accent")) if at is not None else text("")
    floors = height - 2
    if floors < 2:
        return (strip, pointer)[:height]
    return (*_columns(plot, runs, floors), strip, pointer)


def _strip(runs: Sequence[Run]) -> list[Piece]:
    return [(OK, "ok") if good else (FAILED, "failed") for _, good in runs]


def _columns(plot: Plot, runs: Sequence[Run], floors: int) -> tuple[Line, ...]:
    top = max(took for took, _ in runs)
    if plot.p95:
        top = min(top, plot.p95 * _HEADROOM)
    top = top or 1
    marks = _marks(plot, top, floors)
    points = [(took, "faint" if good else "failed") for took, good in runs]
    drawn = chart.columns(points, floors, top, empty={floor: fill for floor, (_, fill) in marks.items()})
    return tuple(
        (_name(marks.get(floor, ("", ""))[0]), *line)
        for floor, line in zip(reversed(range(floors)), drawn, strict=True)
    )


def _marks(plot: Plot, top: float, floors: int) -> dict[int, tuple[str, str]]:
    """What stands before a floor, and what fills its empty cells: the end of the axis on the highest."""
    marks: dict[int, tuple[str, str]] = {}
    free = floors - 1
    if floors >= WITH_AXIS:
        marks[free] = (duration(top), " ")
        free -= 1
    # Among the columns around p50 a line would only be noise.
    for name, value, fill in (("p95", plot.p95, chart.MARK), ("p50", plot.p50, " ")):
        if value is not None and free >= 0:
            floor = min(free, int(value / top * floors))
            marks[floor] = (f"{name} {duration(value)}", fill)
            free = floor - 1
    return marks


def _name(name: str) -> Piece:
    return f"  {name:<{LABEL - 2}}", "faint"
