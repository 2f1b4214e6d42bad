"""`python -m tests.benchmarks.growth [--quick]`: what ten times as much costs each command."""

from __future__ import annotations

import argparse
import json
import math
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks.event_log import lay_log
from tests.benchmarks.many_jobs import lay_root
from tests.benchmarks.page import GROWTH, write
from tests.benchmarks.product import CHECKOUT, Product
from tests.benchmarks.row import Bench

TURNS, QUICK_TURNS = 7, 3
JOBS, SNAPSHOTS, EXECUTIONS = (10, 100, 1000, 2000), (20, 200, 2000, 10_000), (10, 100, 1000)
EVENTS = (1000, 10_000, 100_000, 1_000_000)
KEEP_ALL = "backups: {keep: 20000}\n"

Laid = Callable[[Path, int], Path]


def _jobs(folder: Path, size: int) -> Path:
    return lay_root(folder, size, max(1, size // 20), 20)


def _executions(folder: Path, size: int) -> Path:
    return lay_root(folder, 200, 10, size)


def _snapshots(folder: Path, size: int) -> Path:
    root = lay_root(folder, 20, 4, 20, snapshots=size)
    (root / "config.yaml").write_text(KEEP_ALL)
    return root


def _events(folder: Path, size: int) -> Path:
    root = lay_root(folder, 20, 4, 20, events=0)
    lay_log(root, size, datetime.now(UTC))
    (root / ".moie").mkdir(exist_ok=True)
    return root


GROWN: tuple[tuple[str, Laid, Sequence[int], tuple[tuple[str, ...], ...]], ...] = (
    ("jobs", _jobs, JOBS, (("pulse",), ("status",), ("check",))),
    ("executions of each of 10 jobs", _executions, EXECUTIONS, (("status",), ("history", "10.20"))),
    ("snapshots", _snapshots, SNAPSHOTS, (("pulse",), ("backups",), ("diff", "latest"))),
    ("events", _events, EVENTS, (("events",), ("metrics", "--span", "30d"), ("status",))),
)
"""What grows, and which commands are asked then."""


def measured(bench: Bench) -> Iterator[dict[str, Any]]:
    """A curve for each command."""
    turns = QUICK_TURNS if bench.quick else TURNS
    for of, lay, sizes, commands in GROWN:
        asked = [size for size in sizes if not bench.quick or size <= 100_000]
        spans: dict[tuple[str, ...], list[float]] = {words: [] for words in commands}
        for size in asked:
            root = lay(bench.folder / f"{of.split()[0]}-{size}", size)
            bench.spawned(bench.product.moie("--root", root, "trust", "--yes"))()
            for words in commands:
                turn = bench.spawned(bench.product.moie("--root", root, *words), exits=(0, 1, 2))
                turn()
                spans[words].append(median(float(turn()) for _ in range(turns)))  # type: ignore[arg-type]
        for words, found in spans.items():
            name = f"`moie {words[0]}`, {of.split()[0]}"
            yield {"name": name, "of": of, "sizes": asked, "spans": found, "tenfold": tenfold(asked, found)}


def tenfold(sizes: Sequence[int], spans: Sequence[float]) -> float:
    """The largest growth of the cost between two sizes, as if the second were ten times the first."""
    steps = zip(sizes, sizes[1:], spans, spans[1:], strict=False)
    return max(math.pow(after / before, 1 / math.log10(more / less)) for less, more, before, after in steps)


def main() -> None:
    """Measures, and writes the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer turns, no more than 100,000 of anything")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name), Product(CHECKOUT, Path(name) / "product"), asked.quick)
        found = []
        for curve in measured(bench):
            found.append(curve)
            spans = ", ".join(f"{span:.0f}" for span in curve["spans"])
            print(
                f"{curve['name']} {curve['sizes']}: {spans} ms, tenfold ×{curve['tenfold']:.1f}", flush=True
            )
    GROWTH.parent.mkdir(exist_ok=True)
    GROWTH.write_text(json.dumps(found, indent=1))
    write()


if __name__ == "__main__":
    main()
