"""How busy the machine is right now, in one line; it asks only while it is on screen."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import pairwise

from moie_tui.domain.amounts import size
from moie_tui.domain.errors import MoieError
from moie_tui.domain.machine import Machine, busy_percent, per_second, read_bytes, written_bytes
from moie_tui.domain.text import plain
from moie_tui.tui.glyphs import LEVELS
from moie_tui.tui.pieces import Line, Piece, text
from moie_tui.tui.source import Source
from moie_tui.tui.widgets.lines import Lines
from moie_tui.tui.working import instead

EVERY = 2.0
"""Seconds between two samples."""
SOON = 0.4
"""Seconds to the second sample: the first alone tells no rates."""
_WIDE, _FEW, KEPT = 100, 4, 20
"""Cells from which on there is room for more, and how many samples the course has without and with it."""


class MachineLine(Lines):
    """CPU with its last samples, memory, and what the disks read and write a second."""

    def __init__(self, source: Source, *, id: str) -> None:
        super().__init__(id=id)
        self._source = source
        self._samples: deque[Machine] = deque(maxlen=KEPT)

    def on_mount(self) -> None:
        """Asks now and every other second; timers end with the widget."""
        self.set_lines((text("this machine …", "faint"),))
        self.set_interval(EVERY, self._ask)
        self.set_timer(SOON, self._ask)
        self._ask()

    def _ask(self) -> None:
        instead(self, "machine", self._sample)

    async def _sample(self) -> None:
        try:
            self._samples.append(await asyncio.to_thread(self._source.machine))
        except MoieError as error:
            self.set_lines((text(plain(error.what), "late"),))
        else:
            self.set_lines((tuple(machine_pieces(tuple(self._samples), self.size.width)),))


def machine_pieces(samples: tuple[Machine, ...], width: int) -> Iterator[Piece]:
    """What went on between the last two samples, and how the CPU was before."""
    newest = samples[-1]
    before = samples[-2] if len(samples) > 1 else newest
    busy = [busy_percent(*two) for two in pairwise(samples)]
    if width >= _WIDE:
        yield "this machine  ", "faint"
    yield from _figure("cpu", _percent(busy[-1] if busy else None))
    yield _course(busy if width >= _WIDE else busy[-_FEW:]), "faint"
    yield from _figure("  memory", _percent(newest.memory_percent))
    yield f" of {size(newest.memory_total_bytes)}" if newest.memory_total_bytes else "", "faint"
    yield from _figure("  disk read", _rate(per_second(read_bytes(before, newest), before, newest)))
    yield from _figure(", written", _rate(per_second(written_bytes(before, newest), before, newest)))


def _figure(name: str, value: str) -> Line:
    return ((f"{name} ", "faint"), (value, ""))


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f} %"


def _rate(value: float | None) -> str:
    return "–" if value is None else f"{size(int(value))}/s"


def _course(busy: Sequence[float | None]) -> str:
    """The CPU between the last samples, a bar each."""
    marks = "".join(" " if value is None else LEVELS[min(7, int(value / 12.5))] for value in busy)
    return f" {marks}" if marks else ""
