"""Charts of block characters: columns over time with axes and units, the age of something as a bar."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import ceil

from moie_tui.tui.glyphs import BAR_EMPTY, BAR_FULL, BAR_LEFT, BAR_RIGHT, FAILED, LATE, LEVELS
from moie_tui.tui.pieces import Line, Piece, cut
from moie_tui.values import dataclass

Point = tuple[float | None, str]
"""A value and the tone of its column; None: nothing is known, and nothing is drawn."""
MARGIN = 9
"""Cells before the first column: a value with its unit, and the axis."""
MARK = "┈"
_GLYPHS = {"failed": FAILED, "late": LATE}
_WIDEST = 6
"""Cells of the widest column: few of them need not fill a wide screen."""
_MIDDLE = 4
"""Floors from which on half of the top is said too."""


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn, oldest first. `top` is where the axis ends, in the unit that `say` says.

    `moments` says when a column begins, and none stands below it without; `end` stands below the right end.
    `mark` is a value that gets a line of its own where no column is."""

    points: Sequence[Point]
    top: float
    say: Callable[[float], str]
    moments: Sequence[str] = ()
    end: str = ""
    mark: float | None = None


def chart_lines(chart: Chart, width: int, height: int) -> tuple[Line, ...]:
    """Exactly `height` lines: the columns, the axis, and when they were if that is known."""
    floors = height - 1 - bool(chart.moments)
    room = width - MARGIN
    if floors < 1 or room < 1 or not chart.points:
        return ()
    points = chart.points[-room:]
    moments = chart.moments[-len(points) :]
    cells = max(1, min(_WIDEST, room // len(points)))
    marked = _floor(chart.mark, chart.top, floors)
    drawn = columns(points, floors, chart.top, cells=cells, empty={} if marked is None else {marked: MARK})
    labels = _labels(chart, floors, marked)
    lines = [
        ((_margin(labels.get(floor, ""), "┤" if floor in labels else "│"), "faint"), *line)
        for floor, line in zip(reversed(range(floors)), drawn, strict=True)
    ]
    ticks = _ticks(moments, cells, chart.end)
    lines.append(((_margin(chart.say(0), "┼"), "faint"), *_axis(points, cells, ticks)))
    if chart.moments:
        lines.append(cut(((" " * MARGIN + _times(ticks, len(points) * cells, chart.end), "faint"),), width))
    return tuple(lines)


def columns(
    points: Sequence[Point],
    height: int,
    top: float,
    *,
    cells: int = 1,
    empty: Mapping[int, str] | None = None,
) -> tuple[Line, ...]:
    """Each point as a column of `cells` cells up to `top`, from the top line down.

    `empty` says what stands on a floor (0 is the lowest) where no column is."""
    filled = [(_eighths(value, top, height), tone) for value, tone in points]
    return tuple(
        _floor_line(filled, floor * 8, cells, (empty or {}).get(floor, " "))
        for floor in reversed(range(height))
    )


def _floor_line(filled: Sequence[tuple[int, str]], below: int, cells: int, blank: str) -> Line:
    """One floor, as few pieces as its tones allow."""
    gap = cells > 2
    pieces: list[Piece] = []
    for eighths, tone in filled:
        full = eighths - below
        mark = LEVELS[min(8, full) - 1] if full > 0 else blank
        words, shown = mark * (cells - gap) + blank * gap, tone if full > 0 else "faint"
        if pieces and pieces[-1][1] == shown:
            words = pieces.pop()[0] + words
        pieces.append((words, shown))
    return tuple(pieces)


def _eighths(value: float | None, top: float, height: int) -> int:
    """How high a column is; one that is not quite the top never looks as if it were."""
    if value is None:
        return 0
    whole = height * 8
    most = whole if value >= top else whole - 1
    return max(1, min(most, round(value / top * whole))) if top > 0 else 1


def _floor(value: float | None, top: float, floors: int) -> int | None:
    """The floor whose upper edge is nearest above it."""
    return None if value is None or not 0 < value <= top else max(0, ceil(value / top * floors) - 1)


def _labels(chart: Chart, floors: int, marked: int | None) -> dict[int, str]:
    """What is said before a floor: the value at its upper edge, and the marked one."""
    labels = {floors - 1: chart.say(chart.top)}
    if floors >= _MIDDLE and floors % 2 == 0:
        labels[floors // 2 - 1] = chart.say(chart.top / 2)
    if marked is not None and chart.mark is not None:
        labels[marked] = chart.say(chart.mark)
    return labels


def _margin(label: str, axis: str) -> str:
    return f"{label[: MARGIN - 2]:>{MARGIN - 2}} {axis}"


def _ticks(moments: Sequence[str], cells: int, end: str) -> dict[int, str]:
    """The cells below which a moment stands, counted back from the newest so that none runs into another."""
    if not moments:
        return {}
    apart = -(-(max(map(len, moments)) + 3) // cells)
    last = len(moments) * cells - len(end) - 2
    return {
        at * cells: moments[at]
        for at in range(len(moments) % apart, len(moments), apart)
        if at * cells + len(moments[at]) <= last
    }


def _axis(points: Sequence[Point], cells: int, ticks: Mapping[int, str]) -> Line:
    """Below a column that is not fine stands the glyph of its state: colour never tells it alone."""
    pieces: list[Piece] = []
    for at, (_, tone) in enumerate(points):
        start, glyph = at * cells, _GLYPHS.get(tone, "")
        rule = "".join("┬" if cell in ticks else "─" for cell in range(start, start + cells))
        pieces += [(glyph, tone), (rule[1:], "faint")] if glyph else [(rule, "faint")]
    return tuple(pieces)


def _times(ticks: Mapping[int, str], length: int, end: str) -> str:
    line = ""
    for at, moment in ticks.items():
        line = line.ljust(at) + moment
    return line.ljust(length - len(end)) + end


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
