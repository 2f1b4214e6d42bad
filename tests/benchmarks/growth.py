"""`python -m tests.benchmarks.growth [--quick] [--only WORD]…`: what ten times as much costs.

Of each size the commands that depend on it, and the dashboard until its five panes are drawn."""

from __future__ import annotations

import argparse
import json
import math
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from statistics import median
from time import monotonic
from typing import Any

from tests.benchmarks.dashboard import opened, painted, panes, used
from tests.benchmarks.event_log import lay_log
from tests.benchmarks.many_jobs import STATE_NAME, lay_root
from tests.benchmarks.page import GROWTH, write
from tests.benchmarks.product import CHECKOUT, Product
from tests.benchmarks.row import Bench, Turn

TURNS, QUICK_TURNS = 7, 3
JOBS, STRETCH = (10, 100, 1000, 2000, 12_000), 12_000
SNAPSHOTS, EXECUTIONS = (20, 200, 2000, 10_000), (10, 100, 1000)
EVENTS = (1000, 10_000, 100_000, 1_000_000)
QUICK_MOST = 100_000
KEEP_ALL = "backups: {keep: 20000}\n"


@dataclass(frozen=True)
class Laid:
    """A root, and how many jobs it has, so many of them cyclic."""

    root: Path
    jobs: int
    cyclic: int


def _jobs(folder: Path, size: int) -> Laid:
    cyclic = max(1, size // 20)
    return Laid(lay_root(folder, size, cyclic, 20), size, cyclic)


def _executions(folder: Path, size: int) -> Laid:
    return Laid(lay_root(folder, 200, 10, size), 200, 10)


def _snapshots(folder: Path, size: int) -> Laid:
    root = lay_root(folder, 20, 4, 20, snapshots=size)
    (root / "config.yaml").write_text(KEEP_ALL)
    return Laid(root, 20, 4)


def _events(folder: Path, size: int) -> Laid:
    root = lay_root(folder, 20, 4, 20, events=0)
    lay_log(root, size, datetime.now(UTC))
    return Laid(root, 20, 4)


@dataclass(frozen=True)
class Grown:
    """What grows, and which commands are asked then; the dashboard is opened on each."""

    of: str
    lay: Callable[[Path, int], Laid]
    sizes: Sequence[int]
    commands: tuple[tuple[str, ...], ...]


GROWN = (
    Grown("jobs", _jobs, JOBS, (("pulse",), ("status",), ("check",))),
    Grown("executions of each of 10 jobs", _executions, EXECUTIONS, (("status",), ("history", "10.20"))),
    Grown("snapshots", _snapshots, SNAPSHOTS, (("pulse",), ("backups",), ("diff", "latest"))),
    Grown("events", _events, EVENTS, (("events",), ("metrics", "--span", "30d"), ("status",))),
)


def measured(bench: Bench, only: Sequence[str]) -> Iterator[dict[str, Any]]:
    """A curve for each command, and for the dashboard."""
    for grown in GROWN:
        if only and grown.of.split()[0] not in only:
            continue
        sizes = [size for size in grown.sizes if not bench.quick or (size <= QUICK_MOST and size != STRETCH)]
        spans: dict[str, list[float]] = {}
        for size in sizes:
            laid = grown.lay(bench.folder / f"{grown.of.split()[0]}-{size}", size)
            used(bench, laid.root)
            for name, turn in _turns(bench, laid, grown.commands):
                turn()
                count = QUICK_TURNS if bench.quick else TURNS
                spans.setdefault(name, []).append(median(float(turn()) for _ in range(count)))  # type: ignore[arg-type]
            rmtree(laid.root)
        for name, found in spans.items():
            name = f"{name}, {grown.of.split()[0]}"
            yield {
                "name": name,
                "of": grown.of,
                "sizes": sizes,
                "spans": found,
                "tenfold": tenfold(sizes, found),
            }


def _turns(bench: Bench, laid: Laid, commands: Sequence[Sequence[str]]) -> Iterator[tuple[str, Turn]]:
    """Each command after a change of the state: a check of files at rest would answer from the last one."""
    state = laid.root / STATE_NAME
    data = state.read_bytes()
    for words in commands:
        asked = bench.product.moie("--root", laid.root, *words)
        turn = bench.spawned(asked, exits=(0, 1, 2), before=lambda: state.write_bytes(data))
        yield f"`moie {words[0]}`", turn
    yield "the dashboard", painted(lambda: opened(bench, laid.root), *panes(laid.jobs, laid.cyclic))


def tenfold(sizes: Sequence[int], spans: Sequence[float]) -> float:
    """The largest growth of the cost between two sizes, as if the second were ten times the first."""
    steps = zip(sizes, sizes[1:], spans, spans[1:], strict=False)
    return max(math.pow(after / before, 1 / math.log10(more / less)) for less, more, before, after in steps)


def main() -> None:
    """Measures, and writes the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer turns, no more than 100,000 of anything")
    parser.add_argument(
        "--only", action="append", default=[], help="what grows: jobs, executions, …; not written"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name), Product(CHECKOUT, Path(name) / "product"), asked.quick)
        found, begun = [], monotonic()
        for curve in measured(bench, asked.only):
            found.append(curve)
            spans = ", ".join(f"{span:.0f}" for span in curve["spans"])
            took = (monotonic() - begun) / 60
            print(
                f"{took:4.1f} min  {curve['name']} {curve['sizes']}: {spans} ms, ×{curve['tenfold']:.1f}",
                flush=True,
            )
    if asked.only:
        return
    GROWTH.parent.mkdir(exist_ok=True)
    GROWTH.write_text(json.dumps(found, indent=1))
    write()


if __name__ == "__main__":
    main()
