"""What the faults share: the way to report a figure."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from tests.faults.figures import report


class Figure(Protocol):
    """Reports what was measured for a row of the table."""

    def __call__(self, row: str, **measured: float | str) -> None: ...


@pytest.fixture
def figure() -> Figure:
    """`figure("random kills", kills=500, lost=0)`: see `figures.together`."""

    def told(row: str, **measured: float | str) -> None:
        report(row, measured)

    return told


@pytest.fixture
def fast_path(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: kills don't ask for a disk, and are many."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory, prefix="moie-faults-") as folder:
        yield Path(folder)
