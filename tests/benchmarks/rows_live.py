"""The open dashboard: a key, a changed file, nothing at all, a key while a large document is read anew."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack

from tests.benchmarks.dashboard import Dashboard, bare_still
from tests.benchmarks.many_jobs import task
from tests.benchmarks.row import Bench, Row, Turn
from tests.benchmarks.terminal import Terminal

BARE = "bare Textual"
STEPS, CHANGES = 12, 4
REST = 0.05
"""Seconds between two keys."""
IDLE_SECONDS = 5


def rows(bench: Bench) -> Iterator[Row]:
    """Each of them with few jobs, with many, and with all their executions."""
    executions = "1,000 × 100 executions"
    few = Dashboard(bench, "few", 20, 4, 100)
    many = Dashboard(bench, "many", 2_000, 100, 100)
    huge = Dashboard(bench, "huge", 2_000, 1_000, 100)
    yield from _live(bench, "20 jobs", few, 60)
    yield from _live(bench, "2,000 jobs", many, 80)
    yield from _live(bench, executions, huge, 80)
    huge.rename(0, task(0))()
    with huge.still() as ours:
        reload = f"the latest key during a reload of {executions}"
        yield Row(reload, _reloads(ours, huge), 50, tail=True, turns=10)


def _live(bench: Bench, name: str, one: Dashboard, target: float) -> Iterator[Row]:
    with ExitStack() as open_ones:
        ours = open_ones.enter_context(one.still())
        bare = open_ones.enter_context(bare_still(bench))
        yield Row(f"key to screen, {name}", _keys(ours), 10, tail=True, turns=10)
        yield Row(f"file change to screen, {name}", _changes(ours, one), target, tail=True, turns=8)
        ours.settle(1.0)
        spent = _idle(ours, bare)
        yield Row(f"idle CPU, {name}", spent(ours), 4, spent(bare), BARE, unit="ms/s", turns=6)


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
    """What one of them takes of the processor while nothing happens in any: all in the same seconds."""
    known: dict[Terminal, float] = {}

    def measure() -> None:
        before = {one: one.cpu_seconds() for one in terminals}
        for _ in range(IDLE_SECONDS * 10):
            for each in terminals:
                each.linger(0.1 / len(terminals))
        known.update({one: one.cpu_seconds() - spent for one, spent in before.items()})

    def spent(one: Terminal) -> Turn:
        def turn() -> float:
            if one not in known:
                measure()
            return known.pop(one) * 1000 / IDLE_SECONDS

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
