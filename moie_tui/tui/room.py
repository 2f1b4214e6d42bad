"""What there is room for: the classes of a screen, and which panes it shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.geometry import Size

Breakpoints = Sequence[tuple[int, str]]

WIDE, HUGE = 110, 170
TALL, GRAND = 32, 50


def room_classes(size: Size, across: Breakpoints, down: Breakpoints) -> Iterator[str]:
    """What Textual will set when it tells the size: a screen that begins with it is not laid out twice."""
    for cells, breakpoints in ((size.width, across), (size.height, down)):
        yield from [name for least, name in sorted(breakpoints) if cells >= least][-1:]


def shows_all(size: Size, zoomed: bool) -> bool:
    """Whether all panes are on the screen, or only the one in front."""
    return size.width >= WIDE and size.height >= TALL and not zoomed


def is_shown(pane: str | None, front: str, size: Size, zoomed: bool) -> bool:
    """Whether this pane is on the screen."""
    if pane == "inspector":
        return shows_all(size, zoomed) and size.width >= HUGE and size.height >= GRAND
    return pane == front or shows_all(size, zoomed)
