"""Text in rows with a mark in the margin, which stays alone in its column when the row wraps."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

NARROWEST = 8
"""Cells a text keeps however wide its margin is."""

Row = tuple[Content, Content]
"""What stands in the margin, and the text beside it."""


def hanging(rows: Iterable[Row], width: int) -> list[Content]:
    """The lines of all rows, none wider than `width` cells unless there is no room at all."""
    lines: list[Content] = []
    for margin, text in rows:
        room = max(NARROWEST, width - margin.cell_length)
        indent = Content(" " * margin.cell_length)
        for at, line in enumerate(text.wrap(room)):
            lines.append((indent if at else margin).append(line))
    return lines


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
