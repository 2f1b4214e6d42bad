"""Textual's compositor and its memory of drawn lines, made to draw no more than what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual._compositor import ChopsUpdate, Compositor
from textual._styles_cache import StylesCache
from textual.geometry import Region
from textual.strip import Strip


class SparingCompositor(Compositor):
    """Textual's own draws all of every visible widget whenever a single line of one changes."""

    _changed: tuple[Region, ...] = ()
    """Where the screen is drawn again; nothing while all of it is."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """Notes what changed while it is drawn."""
        self._changed = tuple(self._dirty_regions)
        try:
            return super().render_partial_update()
        finally:
            self._changed = ()

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        if not self._changed:
            yield from super()._get_renders(crop)
            return
        left = self._changed
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            changed = [one for one in left if one.overlaps(seen)]
            if changed:
                # Whole lines of the widget: what it draws is cut where its edges are.
                top = max(seen.y, min(one.y for one in changed))
                bottom = min(seen.bottom, max(one.bottom for one in changed))
                lines = Region(seen.x, top, seen.width, bottom - top)
                yield region, lines, widget.render_lines(lines.translate(-region.offset))
                # What a widget covers wholly is not seen of those behind it.
                left = tuple(one for one in left if not seen.contains_region(one))
                if not left:
                    return


class ScrolledLines(StylesCache):
    """The lines of a list as they were drawn, most of which are only elsewhere after a scroll."""

    def drawn(self, sources: Mapping[int, int]) -> dict[int, Strip]:
        """Those that are up to date, by where they come from each."""
        kept = ((y, source) for y, source in sources.items() if source not in self._dirty_lines)
        return {y: self._cache[source] for y, source in kept if source in self._cache}

    def put(self, lines: Mapping[int, Strip]) -> None:
        """These need not be drawn."""
        self._cache.update(lines)
        self._dirty_lines.difference_update(lines)
