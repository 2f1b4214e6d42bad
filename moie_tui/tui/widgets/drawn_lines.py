"""Lines that know what they show: only those whose content differs are drawn again, also after a scroll."""

from __future__ import annotations

from collections.abc import Iterable

from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from moie_tui.tui.redrawing import redraw
from moie_tui.tui.sparing import ScrolledLines
from moie_tui.tui.widgets.thumb_bar import ThumbBar


class DrawnLines(ScrollView, inherit_bindings=False):
    """Below `_header` lines that stay it scrolls; `_content` tells what a line of the screen is to show.

    Whoever draws one notes that in `_shown`."""

    _header = 0

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._styles_cache = self._drawn = ScrolledLines()
        self._shown: dict[int, object] = {}

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The scrollbar, made when first asked for, as Textual makes its own."""
        if self._vertical_scrollbar is None:
            bar = ThumbBar(name="vertical", thickness=self.scrollbar_size_vertical)
            bar.display = False
            self._vertical_scrollbar = bar
            self.app._start_widget(self, bar)
        return self._vertical_scrollbar

    def _content(self, y: int) -> object:
        raise NotImplementedError

    def recheck(self) -> None:
        """Redraws the lines on screen whose content is no longer what it was."""
        self._compare(range(self.scrollable_content_region.height))

    def _compare(self, lines: Iterable[int]) -> None:
        if changed := [y for y in lines if y in self._shown and self._shown[y] != self._content(y)]:
            width = self.scrollable_content_region.width
            redraw(self, *(Region(0, y, width, 1) for y in changed))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Draws only the lines that were not there before."""
        by = round(new_value) - round(old_value)
        if not by or self.gutter.top:
            super().watch_scroll_y(old_value, new_value)
            return
        kept, self._shown = self._moved(by)
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.position = new_value
        redraw(self, self.size.region)
        self._drawn.put(kept)

    def _moved(self, by: int) -> tuple[dict[int, Strip], dict[int, object]]:
        """What is on screen, and what is shown there, where it is after a scroll by so many lines."""
        sources: dict[int, int] = {}
        shown: dict[int, object] = {}
        for y in range(self.scrollable_content_region.height):
            source, content = y if y < self._header else y + by, self._content(y)
            if self._shown.get(source) == content:
                sources[y], shown[y] = source, content
        return self._drawn.drawn(sources), shown
