"""A scrollbar that draws only the lines over which its thumb moved."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.reactive import Reactive
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip

from moie_tui.tui.redrawing import redraw


class ThumbBar(ScrollBar):
    """An upright scrollbar; Textual's own makes all of its lines anew with each step."""

    position: Reactive[float] = Reactive(0, repaint=False)

    def watch_position(self, old: float, new: float) -> None:
        """Redraws the lines that read differently now."""
        before, now = self._cells(old, new)
        if rows := [y for y, cell in enumerate(now) if cell != before[y]]:
            redraw(self, *(Region(0, y, self.size.width, 1) for y in rows))

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        (cells,) = self._cells(self.position)
        return Strip(Segment.apply_style([cells[y]], self.visual_style.rich_style), self.size.width)

    def _cells(self, *positions: float) -> list[tuple[Segment, ...]]:
        bar, (width, height) = cast(ScrollBarRender, self.render()), self.size
        style = cast(Style, bar.style)
        return [_cells(width, height, bar.virtual_size, bar.window_size, at, style) for at in positions]


@lru_cache(maxsize=8)
def _cells(
    width: int, height: int, length: int, window: int, position: float, style: Style
) -> tuple[Segment, ...]:
    assert style.color is not None
    assert style.bgcolor is not None
    bar = ScrollBarRender.render_bar(
        height, length, window, position, width, True, back_color=style.bgcolor, bar_color=style.color
    )
    return tuple(bar.segments)[:height]
