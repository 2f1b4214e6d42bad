"""The dashboard's start, memory and end, beside the least Textual app in a terminal like it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.benchmarks.bare import READY
from tests.benchmarks.dashboard import Dashboard, bare, bare_still, painted
from tests.benchmarks.row import Bench, Row, Turn
from tests.benchmarks.terminal import Terminal

BARE = "bare Textual"
FULL_SECONDS = 3.0
"""Then all that is imported after the first frame is there too."""


def rows(bench: Bench) -> Iterator[Row]:
    """First paint at every size, the first useful thing, memory, quit."""
    few = Dashboard(bench, "few", 20, 4, 100)
    many = Dashboard(bench, "many", 2_000, 100, 100)
    huge = Dashboard(bench, "huge", 2_000, 1_000, 100)
    least = painted(lambda: bare(bench), READY)
    paint = "first paint of five panes, "
    executions = "2,000 jobs, 1,000 × 100 executions"
    for one, target, name in ((few, 1.3, "20 jobs"), (many, 1.4, "2,000 jobs"), (huge, 1.4, executions)):
        yield Row(paint + name, painted(one.opened, *one.whole), target, least, BARE)
    unread = painted(huge.never_read, *huge.whole)
    yield Row(f"{paint}{executions} never read before", unread, 1.4, least, BARE, turns=11)
    yield _most(bench, paint, least)
    useful = painted(few.opened, "Project")
    yield Row("something useful on screen", useful, 1.0, least, BARE, stretch=0.1)
    empty = _memory(lambda: bare_still(bench))
    yield Row("memory, 20 jobs", _memory(few.still), 1.5, empty, BARE, unit="MB", turns=3)
    yield Row(f"memory, {executions}", _memory(huge.still), 4, empty, BARE, unit="MB", turns=3)
    yield Row("quit", _quit(few.still), 1.0, _quit(lambda: bare_still(bench)), BARE, turns=15)


def _most(bench: Bench, paint: str, least: Turn) -> Row:
    """Twelve thousand jobs, whose root is laid where it is measured only."""
    laid: list[Dashboard] = []

    def turn() -> float | list[float]:
        if not laid:
            laid.append(Dashboard(bench, "most", 12_000, 100, 100))
        return float(painted(laid[0].opened, *laid[0].whole)())  # type: ignore[arg-type]

    return Row(f"{paint}12,000 jobs", turn, 1.5, least, BARE, turns=11, slow=True)


def _memory(start: Callable[[], Terminal]) -> Turn:
    def turn() -> float:
        with start() as terminal:
            terminal.linger(FULL_SECONDS)
            return terminal.memory_bytes() / 1e6

    return turn


def _quit(start: Callable[[], Terminal]) -> Turn:
    def turn() -> float:
        with start() as terminal:
            terminal.press("q")
            return terminal.ended() * 1000

    return turn
