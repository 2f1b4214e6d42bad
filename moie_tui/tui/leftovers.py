"""What Textual keeps of widgets that have gone."""

from __future__ import annotations

from textual._styles_cache import StylesCache

EVERY_SECONDS = 60


def drop() -> None:
    """Forgets what they drew: Textual remembers two colours for each of the last 1,024 caches, and by that
    the caches with all their lines, some 80 kB of each widget of a sheet or a toast."""
    StylesCache.get_inner_outer.cache_clear()
