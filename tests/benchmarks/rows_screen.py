"""The dashboard as its operator meets it: in a terminal of 120 × 40, from the first key on."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

from tests.benchmarks.bare import READY
from tests.benchmarks.many_jobs import PER_PHASE, STATE_NAME, jobs_state, lay_root, task
from tests.benchmarks.row import Bench, Row, Turn
from tests.benchmarks.terminal import Terminal

BARE = "bare Textual"
STEPS, CHANGES = 12, 4
REST = 0.05
"""Seconds between two keys."""


class Dashboard:
    """One root and how the dashboard is opened on it."""

    def __init__(self, bench: Bench, name: str, jobs: int, cyclic: int, executions: int) -> None:
        self.root = lay_root(bench.folder / name, jobs, cyclic, executions)
        self.jobs, self.cyclic, self._bench = jobs, cyclic, bench
        self.whole = (task(0), task(jobs - cyclic), "limit 15m", "unknown", "taken from the queue")
        """A word of each pane."""

    def opened(self) -> Terminal:
        """A dashboard that is starting."""
        return _started(self._bench, self._bench.product.moie("--root", self.root))

    def still(self) -> Terminal:
        """One that has come to rest."""
        terminal = self.opened()
        terminal.until(*self.whole)
        terminal.settle()
        return terminal

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
        beside.parent.mkdir(exist_ok=True)
        beside.write_text(text)
        return lambda: os.replace(beside, self.root / name)


def rows(bench: Bench) -> Iterator[Row]:
    """Each of them with few jobs and with many."""
    few = Dashboard(bench, "few", 20, 4, 100)
    many = Dashboard(bench, "many", 2_000, 100, 100)
    huge = Dashboard(bench, "huge", 2_000, 1_000, 100)
    yield from _first_paints(bench, few, many, huge)
    for name, one in (("20 jobs", few), ("2,000 jobs", many), ("1,000 × 100 executions", huge)):
        yield from _live(bench, name, one, 60 if one is few else 80)
    yield from _memories(bench, few, huge)
    yield Row("quit", _quit(few.still), 1.0, _quit(lambda: _bare(bench)), BARE)


def _first_paints(bench: Bench, few: Dashboard, many: Dashboard, huge: Dashboard) -> Iterator[Row]:
    bare = _painted(lambda: _started(bench, bench.product.python("-m", "tests.benchmarks.bare")), READY)
    targets = ((few, 1.3, "20 jobs"), (many, 1.4, "2,000 jobs"), (huge, 1.4, "1,000 × 100 executions too"))
    for one, target, name in targets:
        yield Row(f"first paint of five panes, {name}", _painted(one.opened, *one.whole), target, bare, BARE)
    useful = _painted(few.opened, "Project")
    yield Row("something useful on screen", useful, 1.0, bare, BARE, stretch=0.1)
    most = Dashboard(bench, "most", 12_000, 100, 100)
    paint = _painted(most.opened, *most.whole)
    yield Row("first paint of five panes, 12,000 jobs", paint, 1.5, bare, BARE, slow=True)


def _live(bench: Bench, name: str, one: Dashboard, target: float) -> Iterator[Row]:
    with ExitStack() as open_ones:
        ours = open_ones.enter_context(one.still())
        bare = open_ones.enter_context(_bare(bench))
        yield Row(f"key to screen, {name}", _keys(ours), 10, tail=True, turns=10)
        yield Row(f"file change to screen, {name}", _changes(ours, one), target, tail=True, turns=8)
        ours.settle(1.0)
        spent = _idle(ours, bare)
        yield Row(f"idle CPU, {name}", spent(ours), 4, spent(bare), BARE, unit="ms/s", turns=5)
        if one.cyclic == 1_000:
            reload = "the latest key during a reload of 1,000 × 100 executions"
            yield Row(reload, _reloads(ours, one), 50, tail=True, turns=10)


def _memories(bench: Bench, few: Dashboard, huge: Dashboard) -> Iterator[Row]:
    bare = _memory(lambda: _bare(bench))
    yield Row("memory, 20 jobs", _memory(few.still), 1.5, bare, BARE, unit="MB", turns=5)
    name = "memory, 2,000 jobs and 1,000 × 100 executions"
    yield Row(name, _memory(huge.still), 4, bare, BARE, unit="MB", turns=5)


def _started(bench: Bench, words: list[str]) -> Terminal:
    return Terminal(words, bench.folder, bench.product.environment)


def _bare(bench: Bench) -> Terminal:
    terminal = _started(bench, bench.product.python("-m", "tests.benchmarks.bare"))
    terminal.until(READY)
    terminal.settle()
    return terminal


def _painted(start: Callable[[], Terminal], *words: str) -> Turn:
    def turn() -> float:
        with start() as terminal:
            return terminal.until(*words) * 1000

    return turn


def _keys(terminal: Terminal) -> Turn:
    """Down through the jobs of the first phase, and up again."""

    def turn() -> Iterator[float]:
        for key, places in (("j", range(STEPS)), ("k", reversed(range(STEPS - 1)))):
            for place in places:
                terminal.linger(REST)
                terminal.press(key)
                yield terminal.until(task(place)) * 1000
        terminal.press("k")
        terminal.settle(REST)

    return lambda: list(turn())


def _changes(terminal: Terminal, dashboard: Dashboard) -> Turn:
    chance = random.Random(1)

    def turn() -> Iterator[float]:
        for _ in range(CHANGES):
            name = f"Renamed-{chance.randrange(10**9)}"
            change = dashboard.rename(0, name)
            terminal.linger(chance.uniform(0.3, 0.9))
            terminal.forget()
            change()
            yield terminal.until(name) * 1000

    return lambda: list(turn())


def _idle(*terminals: Terminal) -> Callable[[Terminal], Turn]:
    """What one of them takes of the processor while nothing happens in any."""

    def spent(one: Terminal) -> Turn:
        def turn() -> float:
            before, seconds = one.cpu_seconds(), 5
            for _ in range(seconds * 10):
                for each in terminals:
                    each.linger(0.1 / len(terminals))
            return (one.cpu_seconds() - before) * 1000 / seconds

        return turn

    return spent


def _reloads(terminal: Terminal, dashboard: Dashboard) -> Turn:
    """The slowest of sixty keys while the document is read anew."""

    def turn() -> float:
        dashboard.rename(0, task(0))()
        change = dashboard.run_ends()
        terminal.press("kkj")
        terminal.linger(1)
        change()
        slowest = 0.0
        for number in range(60):
            down = number % 2 == 0
            terminal.press("j" if down else "k")
            slowest = max(slowest, terminal.until(task(1) if down else task(0)))
            terminal.linger(REST)
        return slowest * 1000

    return turn


def _memory(start: Callable[[], Terminal]) -> Turn:
    def turn() -> float:
        with start() as terminal:
            terminal.linger(3)
            return terminal.memory_bytes() / 1e6

    return turn


def _quit(start: Callable[[], Terminal]) -> Turn:
    def turn() -> float:
        with start() as terminal:
            terminal.press("q")
            return terminal.ended() * 1000

    return turn
