"""Text for people: aligned, toned on a terminal, and never more than printable."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence

from moie_tui.domain.text import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

Piece = tuple[str, str]
"""Words and the name of a tone, "" for ordinary text."""
Line = tuple[Piece, ...]
"""The pieces of one line or one cell, left to right."""

TONES = {
    "ok": "32",
    "waiting": "36",
    "late": "33",
    "failed": "31",
    "unknown": "35",
    "accent": "36",
    "faint": "2",
    "strong": "1",
}
GAP = "  "


def text(words: object, tone: str = "") -> Line:
    """A line of one piece, made printable."""
    return ((plain(words), tone),)


def write(lines: Iterable[Line], stream: TextIO | None = None) -> None:
    """Prints the lines, in colour where that is wanted."""
    out = sys.stdout if stream is None else stream
    print(lines_text(lines, wants_colour(out)), end="", file=out)


def lines_text(lines: Iterable[Line], coloured: bool) -> str:
    """The lines as they are printed, each with its end."""
    shown = ("".join(_rendered(words, tone, coloured) for words, tone in line) for line in lines)
    return "".join(f"{line.rstrip()}\n" for line in shown)


def cut(line: Line, columns: int) -> Line:
    """At most that many cells of it, the last one an ellipsis when something is missing."""
    if width(line) <= columns:
        return line
    kept: list[Piece] = []
    left = columns - 1
    for words, tone in line:
        shown = plain(words)
        while width(((shown, ""),)) > left:
            shown = shown[: max(0, min(len(shown) - 1, left))]
        kept.append((shown, tone))
        left -= width(((shown, ""),))
    return (*kept, ("…", ""))


def wants_colour(stream: TextIO) -> bool:
    """A terminal, unless NO_COLOR or a dumb one says otherwise."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def table(rows: Sequence[Sequence[Line]], *, right: Iterable[int] = (), indent: str = GAP) -> list[Line]:
    """The rows with their columns below each other, those of `right` flush right."""
    columns = max((len(row) for row in rows), default=0)
    widths = [[width(cell) for cell in row] for row in rows]
    widest = [max(row[at] for row in widths if at < len(row)) for at in range(columns)]
    flush = set(right)
    return [
        _aligned(row, [most - own for most, own in zip(widest, mine, strict=False)], flush, indent)
        for row, mine in zip(rows, widths, strict=True)
    ]


def width(line: Line) -> int:
    """How many terminal cells a line takes."""
    words = "".join([plain(piece) for piece, _ in line])
    if words.isascii():
        return len(words)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1 for one in words)


def _aligned(row: Sequence[Line], missing: Sequence[int], flush: set[int], indent: str) -> Line:
    """The cells side by side, each filled up with as many blanks as it is `missing`."""
    pieces: list[Piece] = [(indent, "")]
    for at, cell in enumerate(row):
        pad = (" " * missing[at], "")
        last = at == len(row) - 1
        pieces += [pad, *cell] if at in flush else cell if last else [*cell, pad]
        if not last:
            pieces.append((GAP, ""))
    return tuple(pieces)


def _rendered(words: str, tone: str, coloured: bool) -> str:
    shown = plain(words)
    return f"\x1b[{TONES[tone]}m{shown}\x1b[0m" if coloured and tone and shown else shown
