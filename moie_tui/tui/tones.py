"""Turns pieces into segments with the colours the theme gives to tones."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip
from textual.widget import Widget

from moie_tui.tui.pieces import STRONG, Line, fitted

_BOLD = Style(bold=True)


@lru_cache(maxsize=256)
def _styled(colour: str, ground: str, weight: str) -> Style:
    style = Style(color=Color.parse(colour).rich_color)
    style += Style(bgcolor=Color.parse(ground).rich_color) if ground else Style.null()
    return style + Style.parse(weight)


def style_of(widget: Widget, tone: str) -> Style:
    """The style of a tone: the theme's variable of that name, with its `-ground` and `-weight` if any."""
    if tone == STRONG:
        return _BOLD
    variables = widget.app.theme_variables
    return _styled(variables[tone], variables.get(f"{tone}-ground", ""), variables.get(f"{tone}-weight", ""))


def strip_of(widget: Widget, line: Line, width: int, base: Style, *, dim: bool = False) -> Strip:
    """One line of exactly `width` cells; `dim` shows everything in the faint tone."""
    segments: list[Segment] = []
    for words, tone in fitted(line, width):
        shown = "faint" if dim else tone
        # Colours turned around would be grounds; the row that is turned around tells by its glyphs.
        style = base + style_of(widget, shown) if shown and not base.reverse else base
        bare = words.lstrip(" ")
        if bare and len(bare) < len(words):
            # Some viewers of exported pictures swallow blanks at the start of a segment.
            segments.append(Segment(" " * (len(words) - len(bare)), base))
        segments.append(Segment(bare or words, style))
    return Strip(segments, width)
