"""What is said of a silent heart in a line or two of a pane."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from moie_tui.domain.text import plain
from moie_tui.tui.pieces import Line, wrapped

if TYPE_CHECKING:
    from moie_tui.domain.diagnosis import Silence

LABEL = 6
"""Cells a label takes, as the other lines of the heart have them."""


def brief_lines(silence: Silence, width: int) -> Iterator[Line]:
    """The best explanation and the next step, in a few lines."""
    room = max(8, width - LABEL)
    for number, line in enumerate(wrapped(plain(silence.lead), room, "late", most=3)):
        yield ((("" if number else "why").ljust(LABEL), "faint"), *line)
    for number, line in enumerate(wrapped(plain(silence.step), room, most=2)):
        yield ((("" if number else "do").ljust(LABEL), "faint"), *line)
