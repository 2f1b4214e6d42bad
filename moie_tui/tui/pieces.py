"""Styled text as plain data: pieces of text, each with the name of a tone. Text is never markup."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from rich.cells import cell_len, set_cell_size

T = TypeVar("T")
STRONG = "strong"
"""The one tone that is no colour but a weight."""
Piece = tuple[str, str]
"""Text and tone: ok, waiting, late, failed, unknown, faint, accent, strong, or "" for ordinary text."""
Line = tuple[Piece, ...]
"""The pieces of one line or one cell, left to right."""


def text(words: str, tone: str = "") -> Line:
    """A line of one piece."""
    return ((words, tone),)


def width_of(line: Line) -> int:
    """How many terminal cells the line takes."""
    return sum(cell_len(words) for words, _ in line)


def words_of(line: Line) -> str:
    """The line without its tones."""
    return "".join(words for words, _ in line)


def swapped(said: Iterable[T], before: Iterable[T], after: Iterable[T]) -> tuple[T, ...]:
    """What was said, with each of those before as it is after."""
    other = dict(zip(before, after, strict=True))
    return tuple(other.get(one, one) for one in said)


def fitted(line: Line, width: int, right: bool = False) -> Line:
    """The line made exactly `width` cells wide: padded, or cut with an ellipsis."""
    line = cut(line, width)
    pad = (" " * (width - width_of(line)), "")
    if not pad[0]:
        return line
    return (pad, *line) if right else (*line, pad)


def cut(line: Line, width: int) -> Line:
    """At most `width` cells of the line, the last an ellipsis when something is missing."""
    # Measured on a piece of it only: a file may hold one word of a megabyte.
    line = tuple((words[: 2 * width + 2], tone) for words, tone in line)
    if width_of(line) <= width:
        return line
    kept: list[Piece] = []
    left = width - 1
    for words, tone in line:
        size = cell_len(words)
        if size > left:
            kept.append((set_cell_size(words, max(0, left)) + "…" * (width > 0), tone))
            break
        kept.append((words, tone))
        left -= size
    return tuple(kept)


def wrapped(words: str, width: int, tone: str = "", most: int = 99) -> tuple[Line, ...]:
    """Plain text broken at words into lines of at most `width` cells; line `most` ends in "…" if cut."""
    lines: list[str] = []
    current = ""
    for word in words.split():
        if len(lines) > most:
            break
        while cell_len(word[: 2 * width + 2]) > width > 0 and len(lines) <= most:
            if current:
                lines.append(current)
                current = ""
            head = set_cell_size(word[:width], width).rstrip() or word[:1]
            lines.append(head)
            word = word[len(head) :]
        longer = f"{current} {word}".strip()
        if cell_len(longer) > width and current:
            lines.append(current)
            longer = word
        current = longer
    if current:
        lines.append(current)
    if len(lines) > most:
        lines[most - 1 :] = [set_cell_size(lines[most - 1], min(width - 1, cell_len(lines[most - 1]))) + "…"]
    return tuple(text(line, tone) for line in lines)
