"""A few styled lines that change often and never move anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from moie_tui.tui.pieces import Line, words_of
from moie_tui.tui.redrawing import redraw
from moie_tui.tui.tones import strip_of


class Lines(Widget):
    """Shows one line of pieces a row; a new set redraws only the rows that differ, without a layout."""

    dim: reactive[bool] = reactive(False)

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: tuple[Line, ...] = ()

    @classmethod
    def above(cls, rows: Widget) -> Self:
        """The line of what is left out of a list, made when something first is."""
        around = rows.parent
        assert isinstance(around, Widget)
        for one in around.query(cls).filter(".held"):
            return one
        made = cls(classes="held")
        around.mount(made, before=rows)
        return made

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown."""
        return self._lines

    def plain_lines(self) -> list[str]:
        """What is shown, without its tones."""
        return [words_of(line).rstrip() for line in self._lines]

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Shows these lines from the top."""
        before, self._lines = self._lines, tuple(lines)
        every = range(max(len(before), len(self._lines)))
        if changed := [y for y in every if before[y : y + 1] != self._lines[y : y + 1]]:
            width = self.size.width
            redraw(self, *(Region(0, y, width, 1) for y in changed))

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        line = self._lines[y] if y < len(self._lines) else ()
        return strip_of(self, line, self.size.width, self.visual_style.rich_style, dim=self.dim)
