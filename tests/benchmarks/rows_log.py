"""The log: counting it, asking for a month of it, and how soon a new line is on the screen."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks.event_log import lay_log
from tests.benchmarks.many_jobs import lay_root
from tests.benchmarks.row import Bench, Row, Turn
from tests.benchmarks.terminal import Terminal

MOST, FEWER = 1_000_000, 100_000
QUESTIONS, NEW_LINES = 25, 8
RATE, START = 200_000, 10.7
"""So many lines a second are asked for on a machine on which Python starts in so many ms."""


def rows(bench: Bench) -> Iterator[Row]:
    """By default of a million events."""
    few = bench.folder / "few"
    lay_log(few, FEWER, datetime.now(UTC), days=3)
    caught, parsed = _probe(bench, "caught", few), _probe(bench, "parsed", few)
    name = f"the index counts a log of {FEWER:,} lines from nothing"
    yield Row(name, caught, 1.0, parsed, "json.loads of each line", turns=15)
    bare = bench.spawned(bench.product.python("-c", "pass"))
    name = f"the same ({RATE:,} lines/s where Python starts in {START} ms)"
    yield Row(name, caught, FEWER / RATE * 1000 / START, bare, "python -c pass", turns=15)
    yield _asked(bench, few, FEWER, slow=False)
    most = bench.folder / "most"
    if not bench.quick:
        lay_log(most, MOST, datetime.now(UTC))
    yield _asked(bench, most, MOST, slow=True)
    yield from _shown(bench)


def _asked(bench: Bench, root: Path, events: int, *, slow: bool) -> Row:
    (root / ".moie").mkdir(parents=True, exist_ok=True)
    asked = _probe(bench, "asked", root, QUESTIONS)
    return Row(f"30 days of metrics over {events:,} events, indexed", asked, 10, turns=2, slow=slow)


def _probe(bench: Bench, what: str, root: Path, turns: int = 1) -> Turn:
    words = bench.product.python("-m", "tests.benchmarks.log_probe", what, root, str(turns))

    def turn() -> list[float]:
        done = subprocess.run(
            words, env=bench.product.environment, cwd=bench.folder, capture_output=True, text=True, check=True
        )
        return [float(line) for line in done.stdout.split()]

    return turn


def _shown(bench: Bench) -> Iterator[Row]:
    root = lay_root(bench.folder / "shown", 20, 4, 20)
    with Terminal(bench.product.moie("--root", root), bench.folder, bench.product.environment) as screen:
        screen.until("taken from the queue")
        screen.settle()
        name = "a new line of the log to the screen"
        yield Row(name, _lines(screen, root / "logs"), 200, turns=5, tail=True)


def _lines(screen: Terminal, folder: Path) -> Turn:
    numbers = iter(range(10**6))

    def turn() -> Iterator[float]:
        for _ in range(NEW_LINES):
            word, now = f"Newline-{next(numbers):06}", datetime.now(UTC)
            line = {"timestamp": now.isoformat(), "level": "info", "category": "worker", "message": word}
            screen.linger(0.4 + 0.03 * (len(word) % 7))
            screen.forget()
            with (folder / f"events-{now.date()}.jsonl").open("ab", buffering=0) as file:
                file.write(os.fsencode(json.dumps(line)) + b"\n")
            yield screen.until(word) * 1000

    return lambda: list(turn())
