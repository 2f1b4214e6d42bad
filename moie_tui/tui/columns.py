"""Which columns fit a width, and how wide each of them gets."""

from __future__ import annotations

from collections.abc import Sequence

from moie_tui.tui.pieces import Line, Piece, fitted, text, width_of
from moie_tui.values import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `flexible` takes what is left, at least `width`; the highest `drop` goes first."""

    width: int
    name: str = ""
    right: bool = False
    flexible: bool = False
    drop: int = 0
    gap: int = 2
    """Cells between this column and the next."""
    ends: bool = False
    """Of what is too long the first word and the last ones stay: "as… yesterday"."""


def fit(columns: Sequence[Column], width: int) -> tuple[int, ...]:
    """The width of each column, 0 for one that had to go; together with the gaps at most `width`."""
    kept = list(range(len(columns)))
    while _needed(columns, kept) > width:
        going = max(kept, key=lambda at: columns[at].drop, default=-1)
        if going < 0 or not columns[going].drop:
            break
        kept.remove(going)
    spare = width - _needed(columns, kept)
    widths = [columns[at].width if at in kept else 0 for at in range(len(columns))]
    for at in kept:
        if columns[at].flexible:
            widths[at] = max(1, widths[at] + spare)
            break
    return tuple(widths)


def _needed(columns: Sequence[Column], kept: Sequence[int]) -> int:
    return sum(columns[at].width for at in kept) + sum(columns[at].gap for at in kept[:-1])


def laid_out(cells: Sequence[Line], columns: Sequence[Column], widths: Sequence[int]) -> Line:
    """One line of cells, each at its width; a flexible one reaches into what stands empty beside it."""
    shown = [one for one in zip(cells, columns, widths, strict=True) if one[2]]
    pieces: list[Piece] = []
    reach = 0
    for at, (cell, column, width) in enumerate(shown):
        room = width - reach
        reach = _free(*shown[at + 1], width_of(cell) - room) if column.flexible and shown[at + 1 :] else 0
        cell = _ends(cell, room + reach) if column.ends else cell
        pieces += [*fitted(cell, room + reach, column.right), (" " * column.gap, "")]
    return tuple(pieces[:-1])


def _ends(cell: Line, room: int) -> Line:
    """A cell whose first piece is too long, as its first word and as many of the last as fit."""
    words, tone = cell[0] if cell else ("", "")
    # Measured on both ends of it only: a file may hold a note of a megabyte.
    most = 2 * room + 2
    if width_of(text(words[:most])) <= room:
        return cell
    first, last = words[:most].split()[:1], words[-most:].split()
    for at in range(1, len(last)):
        said = text(f"{''.join(first)}… {' '.join(last[at:])}", tone)
        if width_of(said) <= room:
            return said
    return cell


def _free(beside: Line, column: Column, width: int, wanted: int) -> int:
    """So many of the cells wanted stand empty at the left of what is beside."""
    taken = width_of(beside)
    return max(0, min(wanted, width - taken)) if column.right or not taken else 0
