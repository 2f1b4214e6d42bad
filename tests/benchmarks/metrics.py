"""How fast a log is counted and asked: `python -m tests.benchmarks.metrics [N]`, by default of a million."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from subprocess import run
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from moie_tui.domain.metrics import Metrics
from moie_tui.workspace import Workspace
from tests.benchmarks.event_log import lay_log

ASKED = 25


def main(events: int) -> None:
    """Prints both figures, and what Python's own start takes here, to compare machines by."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / ".moie").mkdir()
        size = lay_log(root, events, datetime.now(UTC))
        workspace = Workspace.open(root)
        found, wall, spent = _timed(workspace, 30)
        print(f"{found.lines} lines, {size / 1e6:.0f} MB")
        print(f"catching up: {found.lines / wall:,.0f} lines/s ({found.lines / spent:,.0f} by CPU time)")
        for days in (30, 7, 1):
            times = [_timed(workspace, days)[1:] for _ in range(ASKED)]
            wall, spent = (median(column) * 1000 for column in zip(*times, strict=True))
            print(f"{days} days, indexed: {wall:.1f} ms ({spent:.1f} ms of CPU time)")
        print(f"python -c pass: {median(_start() for _ in range(ASKED)):.1f} ms")


def _timed(workspace: Workspace, days: int) -> tuple[Metrics, float, float]:
    wall, spent = perf_counter(), process_time()
    found = workspace.metrics(timedelta(days=days), patience=None)
    return found, perf_counter() - wall, process_time() - spent


def _start() -> float:
    begun = perf_counter()
    run([sys.executable, "-c", "pass"], check=True)
    return (perf_counter() - begun) * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
