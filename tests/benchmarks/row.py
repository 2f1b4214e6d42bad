"""A row of the table in docs/performance.md, and what a module of rows is given to make them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from tests.benchmarks.product import Product

Turn = Callable[[], float | Sequence[float]]
"""Measures once: a figure in the row's unit, or several where they come cheaper together."""


@dataclass(frozen=True)
class Row:
    """One target: what is measured, what it is measured against, and how much is good enough.

    With a baseline `target` is the largest ratio of ours to it; without one, the largest figure in `unit`
    (`more`: the least). Both sides take turns, after one of each that does not count."""

    name: str
    ours: Turn
    target: float
    baseline: Turn | None = None
    against: str = ""
    """What the baseline is, in a few words: "the seed script", "python -c pass"."""
    stretch: float | None = None
    unit: str = "ms"
    turns: int = 25
    tail: bool = False
    """The 95th percentile counts, not the median."""
    more: bool = False
    """The larger, the better."""
    slow: bool = False
    """Left out by `--quick`."""


@dataclass(frozen=True)
class Bench:
    """Where rows are made: an empty folder of their own, and the moie that is measured."""

    folder: Path
    product: Product
    quick: bool = False

    def spawned(
        self,
        words: Sequence[str],
        *,
        cwd: Path | None = None,
        exits: Sequence[int] = (0,),
        before: Callable[[], object] | None = None,
    ) -> Turn:
        """A turn that starts a process and waits for its end, in ms; what is done `before` is not counted."""

        def turn() -> float:
            if before is not None:
                before()
            begun = perf_counter()
            done = subprocess.run(
                words,
                cwd=cwd or self.folder,
                env=self.product.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                check=False,
            )
            took = (perf_counter() - begun) * 1000
            if done.returncode not in exits:
                raise RuntimeError(f"{words}: exit {done.returncode}: {done.stderr.decode()[-500:]}")
            return took

        return turn


Rows = Callable[[Bench], Iterator[Row]]
"""What each module `rows_*.py` offers as `rows`: a generator, so that what a row needs is laid before it is
yielded and put away after, when it was measured. Equal arguments give equal rows in equal order."""
