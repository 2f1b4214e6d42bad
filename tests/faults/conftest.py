"""What the faults share: the way to report a figure."""

from __future__ import annotations

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
