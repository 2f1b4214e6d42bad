"""A heap full of holes, for tests of who closes them."""

from __future__ import annotations

import os
from pathlib import Path

HOLES, HOLE_BYTES = 1500, 20_000


def loosened() -> list[bytes]:
    """What keeps 30 MB that lie free before it from going back to the system by themselves."""
    holes, pins = [], []
    for _ in range(HOLES):
        holes.append(bytes(HOLE_BYTES))
        pins.append(bytes(1000))
    del holes
    return pins


def resident() -> int:
    """Bytes of this process that are in memory; Linux only."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
