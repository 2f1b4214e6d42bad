"""Several roots in one line: as much of each as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from moie_tui.domain.text import shorten
from moie_tui.tui import glyphs
from moie_tui.tui.mark import LONGEST
from moie_tui.tui.overview import Glance
from moie_tui.tui.pieces import Line, Piece, width_of
from moie_tui.tui.times import brief

BETWEEN = 3
"""Cells from one to the next."""
FORMS = ((True, LONGEST), (True, 12), (False, LONGEST), (False, 12), (False, 5), (False, 0))
"""With the age of the heartbeat or without, and how much of the names of those not in front."""


def tabs(roots: Sequence[Glance], now: datetime, width: int) -> list[Line]:
    """One for each root, together in so many cells where that can be; the one in front keeps its name."""
    for beat, longest in FORMS:
        found = [_tab(one, now, beat, longest) for one in roots]
        if sum(map(width_of, found)) + BETWEEN * len(found) <= width:
            break
    return found


def number_at(tabs: Sequence[Line], x: int) -> int:
    """The number of the root whose tab is at that cell, 0 for none."""
    start = 0
    for number, tab in enumerate(tabs, 1):
        start += BETWEEN + width_of(tab)
        if x < start:
            return number
    return 0


def _tab(one: Glance, now: datetime, beat: bool, longest: int) -> Line:
    name = shorten(one.name, max(longest, 12) if one.front else longest)
    glyph = one.chip[0][:1]
    pieces: list[Piece] = [
        (one.key, "accent" if one.front else "faint"),
        (f" {glyph}" if longest else glyph, one.chip[1]),
        (f" {name}" if name else "", "accent" if one.front else ""),
    ]
    if beat and one.beat_at:
        age = brief(max(timedelta(0), now - one.beat_at))
        pieces.append((f" {glyphs.HEART}{age}", "late" if one.late else "faint"))
    if one.alerts and longest:
        pieces.append((f" {one.worst[0]}{one.alerts}", one.worst[1]))
    return tuple(piece for piece in pieces if piece[0])
