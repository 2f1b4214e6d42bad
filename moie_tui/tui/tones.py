"""Turns pieces into segments with the colours a widget's sheet gives its tones."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from moie_tui.tui.pieces import Line, fitted


def strip_of(widget: Widget, line: Line, width: int, base: Style, *, dim: bool = False) -> Strip:
    """One line of exactly `width` cells; `dim` shows everything in the faint tone."""
    segments: list[Segment] = []
    for words, tone in fitted(line, width):
        shown = "faint" if dim else tone
        style = base
        if shown:
            style = base + widget.get_component_rich_style(f"tone--{shown}", partial=True)
        bare = words.lstrip(" ")
        if bare and len(bare) < len(words):
            # Some viewers of exported pictures swallow blanks at the start of a segment.
            segments.append(Segment(" " * (len(words) - len(bare)), base))
        segments.append(Segment(bare or words, style))
    return Strip(segments, width)
