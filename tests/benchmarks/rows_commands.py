"""The commands that cron, prompts and scripts start, as whole processes, beside the scripts they replace."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import sleep

from tests.benchmarks.many_jobs import STATE_NAME, lay_root
from tests.benchmarks.row import Bench, Row, Turn

SEED = Path(__file__).parent / "seed"
SCRIPT, BARE = "the seed script", "python -c pass"
RESTED_SECONDS = 2.5
"""A check trusts no file that changed less than two seconds ago."""
RECORDED = 5
"""How many executions a process records."""


def rows(bench: Bench) -> Iterator[Row]:
    """Pulse and status beside the seed scripts, what asks little beside Python itself, one recording."""
    bare = bench.spawned(bench.product.python("-c", "pass"))
    yield Row("`moie --help`", bench.spawned(bench.product.moie("--help")), 3.0, bare, BARE)
    ready = bench.product.python("-c", "from moie_tui import log_execution")
    yield Row("`import moie_tui`, `log_execution` ready", bench.spawned(ready), 3.5, bare, BARE)
    for jobs, cyclic in ((20, 4), (2000, 100)):
        yield from _with(bench, jobs, cyclic, bare)
    yield _recorded(bench)


def _with(bench: Bench, jobs: int, cyclic: int, bare: Turn) -> Iterator[Row]:
    ours = lay_root(bench.folder / f"ours-{jobs}", jobs, cyclic, 20)
    theirs = lay_root(bench.folder / f"seed-{jobs}", jobs, cyclic, 20)
    moie = bench.product.moie("--root", ours)
    for words in (["trust", "--yes"], ["pulse"]):
        _started(bench, [*moie, *words])

    def against(row: str, words: Sequence[str], script: str, stretch: float) -> Row:
        before = _as_before(ours, theirs)
        seed = bench.product.python(SEED / script, theirs)
        turns = [bench.spawned(one, before=before) for one in ([*moie, *words], seed)]
        return Row(f"{row}, {jobs:,} jobs", turns[0], 1.0, turns[1], SCRIPT, stretch)

    yield against("`moie pulse`", ["pulse"], "heartbeat.py", 0.65)
    yield against("`moie status`", ["status"], "dashboard.py", 0.6)
    changed, rested = _as_before(ours), _at_rest()
    for name, words, before in (
        (f"`moie check`, {jobs:,} jobs, after a change", ["check"], changed),
        (f"`moie check`, {jobs:,} jobs, nothing new", ["check"], rested),
        (f"`moie status --format`, {jobs:,} jobs", ["status", "--format", "{glyph} {age}"], None),
    ):
        turn = bench.spawned([*moie, *words], exits=(0, 1, 2), before=before)
        yield Row(name, turn, 4.0, bare, BARE)


def _at_rest() -> Callable[[], None]:
    """What lets the files lie a while before the first turn, which does not count."""
    turns: list[None] = []

    def rest() -> None:
        if not turns:
            sleep(RESTED_SECONDS)
        turns.append(None)

    return rest


def _as_before(*roots: Path) -> Callable[[], None]:
    """What puts the state back, so that each beat proves the same job."""
    states = {root / STATE_NAME: (root / STATE_NAME).read_bytes() for root in roots}

    def put_back() -> None:
        for path, data in states.items():
            path.write_bytes(data)

    return put_back


def _recorded(bench: Bench) -> Row:
    root = lay_root(bench.folder / "recorded", 200, 100, 100)
    other = bench.folder / "recorded-by-seed"
    shutil.copytree(root, other)
    words = bench.product.python("-m", "tests.benchmarks.recording")

    def turn(whose: str, folder: Path) -> Turn:
        asked = [*words, whose, os.fspath(folder), "10.1", str(RECORDED)]
        return lambda: [float(line) for line in _started(bench, asked).split()]

    name = "one recorded execution, durable, 100 jobs × 100 executions"
    return Row(name, turn("ours", root), 0.5, turn("seed", other), "the seed's recording", 0.2)


def _started(bench: Bench, words: Sequence[str]) -> str:
    done = subprocess.run(
        words, env=bench.product.environment, cwd=bench.folder, capture_output=True, text=True, check=True
    )
    return done.stdout
