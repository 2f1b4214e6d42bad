"""The dashboard on a root of any size, as its operator meets it: in a terminal, after earlier commands."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks.bare import READY
from tests.benchmarks.many_jobs import PER_PHASE, STATE_NAME, jobs_state, lay_root, task
from tests.benchmarks.row import Bench, Turn
from tests.benchmarks.terminal import Terminal

EARLIER = (["trust", "--yes"], ["pulse"], ["status"])
"""What an operator's root has seen before: nobody opens a dashboard on a heart that never beat."""


class Dashboard:
    """One root and how the dashboard is opened on it."""

    def __init__(self, bench: Bench, name: str, jobs: int, cyclic: int, executions: int) -> None:
        self.root = used(bench, lay_root(bench.folder / name, jobs, cyclic, executions))
        self.jobs, self.cyclic, self._bench = jobs, cyclic, bench
        self.whole = panes(jobs, cyclic)

    def opened(self) -> Terminal:
        """A dashboard that is starting."""
        return opened(self._bench, self.root)

    def still(self) -> Terminal:
        """One that has come to rest."""
        terminal = self.opened()
        terminal.until(*self.whole)
        terminal.settle()
        return terminal

    def never_read(self) -> Terminal:
        """One that is starting where no process has read the documents yet."""
        shutil.rmtree(self.root / ".moie" / "cache", ignore_errors=True)
        return self.opened()

    def rename(self, number: int, name: str) -> Callable[[], None]:
        """What gives a job another name, at once when it is called."""
        state = jobs_state(self.jobs, self.cyclic, datetime.now(UTC), {number: name})
        return self._written(STATE_NAME, json.dumps(state, indent=2))

    def run_ends(self) -> Callable[[], None]:
        """What puts a health document with one run more in the place of the old one."""
        path = self.root / "cyclic_job_health.json"
        health = json.loads(path.read_text())
        health[f"{self.jobs // PER_PHASE}.{PER_PHASE}"]["total_runs"] += 1
        return self._written(path.name, json.dumps(health, indent=2))

    def _written(self, name: str, text: str) -> Callable[[], None]:
        beside = self.root / ".moie" / f"{name}.new"
        beside.write_text(text)
        return lambda: os.replace(beside, self.root / name)


def used(bench: Bench, root: Path) -> Path:
    """The root after what an operator's has seen before."""
    for words in EARLIER:
        done = subprocess.run(
            bench.product.moie("--root", root, *words),
            env=bench.product.environment,
            cwd=bench.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{words}: exit {done.returncode}: {done.stderr[-500:]}")
    return root


def panes(jobs: int, cyclic: int) -> tuple[str, ...]:
    """A word of each of the five panes, once they are drawn; event and snapshot are of the pulse before."""
    return task(0), task(jobs - cyclic), "limit 15m", "heartbeat", "pulse: verified"


def opened(bench: Bench, root: Path) -> Terminal:
    """A dashboard of that root that is starting."""
    return Terminal(bench.product.moie("--root", root), bench.folder, bench.product.environment)


def bare(bench: Bench) -> Terminal:
    """The least Textual app, starting."""
    words = bench.product.python("-m", "tests.benchmarks.bare")
    return Terminal(words, bench.folder, bench.product.environment)


def bare_still(bench: Bench) -> Terminal:
    """The same, at rest."""
    terminal = bare(bench)
    terminal.until(READY)
    terminal.settle()
    return terminal


def painted(start: Callable[[], Terminal], *words: str) -> Turn:
    """How many ms pass until a program that is started has written all of the words."""

    def turn() -> float:
        with start() as terminal:
            return terminal.until(*words) * 1000

    return turn
