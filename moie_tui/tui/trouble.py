"""What is wrong with a root, and the way out; whole, on as many lines as it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from moie_tui.domain.health import ago
from moie_tui.domain.summary import problems_of
from moie_tui.domain.text import plain
from moie_tui.domain.view import Problem, SystemView
from moie_tui.tui import glyphs
from moie_tui.tui.pieces import Line, text, wrapped

_PLACE = re.compile(r":(\d+):(\d+)")


def trouble_lines(view: SystemView, now: datetime, width: int) -> Iterator[Line]:
    """What stands below the status row: an unreadable state, else the first problem."""
    if view.state_problem:
        yield from broken_lines(view, view.state_problem, now, width)
    else:
        yield from problem_lines(view, width, most=1)


def broken_lines(view: SystemView, problem: Problem, now: datetime, width: int) -> Iterator[Line]:
    """What is shown instead of the state, exactly why, and what to do."""
    yield from wrapped(f"{glyphs.LATE} state unreadable: {_shown(view, now)}", width, "late", most=2)
    where = f"{plain(problem.where)}: " if problem.where else ""
    yield from wrapped(f"{glyphs.FAILED} {where}{plain(problem.what)}", width, "failed", most=3)
    yield from _indented(f"{_way_out(view, problem)}{_others(view)}", width)


def problem_lines(view: SystemView, width: int, most: int) -> Iterator[Line]:
    """What is wrong with the root: where, what, and what to do."""
    problems = view.problems
    for problem in problems[:most]:
        where = f"{plain(problem.where)}: " if problem.where else ""
        yield from wrapped(f"{glyphs.LATE} {where}{plain(problem.what)}", width, "late", most=3)
        if problem.fix:
            yield from _indented(plain(problem.fix), width)
    if len(problems) > most:
        yield text(f"  and {len(problems) - most} more: ! lists them", "faint")


def unreadable(problem: Problem, what: str, width: int) -> Iterator[Line]:
    """A document other than the state that can't be read, for the pane that shows it."""
    words = f"{glyphs.LATE} {plain(problem.where)}: {plain(problem.what)}"
    yield from wrapped(words, width, "late", most=3)
    yield from _indented(what, width)


def _shown(view: SystemView, now: datetime) -> str:
    if one := view.shown_snapshot:
        return f"showing snapshot {plain(one.id)}, {ago(now - one.taken_at)} old"
    if view.state and view.state_since:
        return f"showing the last good view, {ago(now - view.state_since)} old"
    return "there is no sound snapshot to show instead"


def _way_out(view: SystemView, problem: Problem) -> str:
    found = _PLACE.search(problem.where)
    mend = f"mend line {found[1]}, column {found[2]}" if found else plain(problem.fix) or "mend it"
    # A file that is gone leaves nothing to keep and nothing to mend.
    rest = f" and keeps the broken file in quarantine · or {mend}: it is live at once" if found else ""
    if view.shown_snapshot:
        return f"R rolls back to it{rest}"
    if view.state and view.snapshots:
        return f"R rolls back to the selected snapshot{rest}"
    return f"{mend}, then it is live at once · `moie validate` says all that is wrong"


def _others(view: SystemView) -> str:
    count = len(problems_of(view)) - 1
    return f" · {count} more: ! lists them" if count > 0 else ""


def _indented(words: str, width: int) -> Iterator[Line]:
    for line in wrapped(words, width - 2, "faint", most=2):
        yield (("  ", ""), *line)
