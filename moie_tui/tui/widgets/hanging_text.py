"""Text in rows with a mark in the margin, which stays alone in its column when the row wraps."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

NARROWEST = 8
"""Cells a text keeps however wide its margin is."""
COLUMN = 12
"""Cells from which a text beside a margin reads like one; with less it goes on below that."""
INDENT = "  "
"""Before what goes on there."""

Row = tuple[Content, Content]
"""What stands in the margin, and the text beside it."""


def hanging(rows: Iterable[Row], width: int) -> list[Content]:
    """The lines of all rows, none wider than `width` cells unless there is no room at all."""
    lines: list[Content] = []
    for margin, text in rows:
        if width - margin.cell_length < COLUMN <= 2 * margin.cell_length:
            lines += _run_on(margin, text, width)
            continue
        room = max(NARROWEST, width - margin.cell_length)
        indent = Content(" " * margin.cell_length)
        for at, line in enumerate(text.wrap(room)):
            lines.append((indent if at else margin).append(line))
    return lines


def _run_on(margin: Content, text: Content, width: int) -> list[Content]:
    mark = margin[len(margin.plain) - len(margin.plain.lstrip()) :].rstrip()
    whole = Content.assemble(mark, INDENT if mark else "", text)
    first, *_ = whole.wrap(max(NARROWEST, width))
    rest = whole[len(first.plain) :]
    rest = rest[len(rest.plain) - len(rest.plain.lstrip()) :]
    below = rest.wrap(max(NARROWEST, width - len(INDENT))) if rest else []
    return [first, *(Content(INDENT).append(line) for line in below)]


class HangingText(Widget):
    """Shows rows as high as they need to be at the width there is."""

    def __init__(self, rows: Iterable[Row] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: tuple[Row, ...] = tuple(rows)

    def show(self, rows: Iterable[Row]) -> None:
        """Other rows from now on; nothing is drawn anew when they are the same."""
        fresh = tuple(rows)
        if fresh != self._rows:
            self._rows = fresh
            self.refresh(layout=True)

    def plain_lines(self) -> list[str]:
        """Each row as one line of plain text, whatever the width."""
        return [f"{margin.plain}{text.plain}".rstrip() for margin, text in self._rows]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the rows take at this width."""
        return len(hanging(self._rows, width))

    def render(self) -> Content:
        """The rows at the width there is."""
        return Content("\n").join(hanging(self._rows, self.content_size.width))
