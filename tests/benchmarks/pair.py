"""Paired runs: both sides take turns in one process, so that whatever the machine does meets both."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

from tests.benchmarks.row import Row, Turn

QUICK_SHARE = 0.25


@dataclass
class Paired:
    """What both sides of a row were measured at, in the order of the turns."""

    row: Row
    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)

    @property
    def figure(self) -> float:
        """Of ours what counts: the median, or the 95th percentile."""
        return self._of(self.ours)

    @property
    def baseline(self) -> float | None:
        """The same of the other side."""
        return self._of(self.theirs) if self.theirs else None

    @property
    def ratio(self) -> float | None:
        """Ours in multiples of the baseline."""
        return None if not self.baseline else self.figure / self.baseline

    @property
    def spread(self) -> tuple[float, float]:
        """Where the middle half of the ratios of single pairs lies, or without a baseline of the figures."""
        if not self.theirs or len(self.ours) != len(self.theirs):
            return _middle(self.ours)
        return _middle([one / other for one, other in zip(self.ours, self.theirs, strict=True)])

    def meets(self, target: float | None) -> bool:
        """Whether what counts reaches a target."""
        if target is None:
            return False
        reached = self.figure if self.ratio is None else self.ratio
        return reached >= target if self.row.more else reached <= target

    def _of(self, figures: Sequence[float]) -> float:
        return high(figures) if self.row.tail else median(figures)


def paired(row: Row, *, quick: bool = False) -> Paired:
    """Measures a row: a turn of each that does not count, then so many, who is first changing each time."""
    found = Paired(row)
    sides: list[tuple[list[float], Turn]] = [(found.ours, row.ours)]
    if row.baseline is not None:
        sides.append((found.theirs, row.baseline))
    for _, turn in sides:
        turn()
    for _ in range(max(2, math.ceil(row.turns * QUICK_SHARE)) if quick else row.turns):
        for figures, turn in sides:
            figures.extend(_several(turn()))
        sides.reverse()
    return found


def high(figures: Sequence[float]) -> float:
    """The 95th percentile."""
    return quantiles(figures, n=20, method="inclusive")[-1] if len(figures) > 1 else figures[0]


def _middle(figures: Sequence[float]) -> tuple[float, float]:
    if len(figures) < 2:
        return figures[0], figures[0]
    low, _, top = quantiles(figures, n=4, method="inclusive")
    return low, top


def _several(found: float | Iterable[float]) -> Iterable[float]:
    return (found,) if isinstance(found, (int, float)) else found
