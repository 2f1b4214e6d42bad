"""The classes a screen has for the room there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.geometry import Size

Breakpoints = Sequence[tuple[int, str]]


def room_classes(size: Size, across: Breakpoints, down: Breakpoints) -> Iterator[str]:
    """What Textual will set when it tells the size: a screen that begins with it is not laid out twice."""
    for cells, breakpoints in ((size.width, across), (size.height, down)):
        yield from [name for least, name in sorted(breakpoints) if cells >= least][-1:]
