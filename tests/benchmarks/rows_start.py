"""What Python itself takes to start, to compare machines by; the shortest example of a module of rows."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.row import Bench, Row


def rows(bench: Bench) -> Iterator[Row]:
    """The floor of every command."""
    yield Row(
        "`moie --version`",
        bench.spawned(bench.product.moie("--version")),
        target=3.0,
        baseline=bench.spawned(bench.product.python("-c", "pass")),
        against="python -c pass",
    )
