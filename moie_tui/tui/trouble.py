"""What is wrong with a root, and the way out; whole, on as many lines as it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from moie_tui.domain.health import ago
from moie_tui.domain.keys import SHIPPED, Keys
from moie_tui.domain.summary import problems_of
from moie_tui.domain.text import plain
from moie_tui.domain.view import Problem, SystemView
from moie_tui.tui import glyphs
from moie_tui.tui.pieces import Line, text, wrapped

_PLACE = re.compile(r":(\d+):(\d+)")


def trouble_lines(
    view: SystemView, now: datetime, width: int, selected: str = "", keys: Keys = SHIPPED
) -> Iterator[Line]:
    """What stands below the status row: an unreadable state, else the first problem.

    `selected` is the snapshot that a rollback would go to."""
    if view.state_problem:
        yield from broken_lines(view, view.state_problem, now, width, selected, keys)
    else:
        yield from problem_lines(view, width, 1, keys)


def broken_lines(
    view: SystemView, problem: Problem, now: datetime, width: int, selected: str = "", keys: Keys = SHIPPED
) -> Iterator[Line]:
    """What is shown instead of the state, exactly why, and what to do."""
    yield from wrapped(f"{glyphs.LATE} state unreadable: {_shown(view, now)}", width, "late", most=2)
    where = f"{plain(problem.where)}: " if problem.where else ""
    yield from wrapped(f"{glyphs.FAILED} {where}{plain(problem.what)}", width, "failed", most=3)
    yield from _indented(f"{_way_out(view, problem, now, selected, keys)}{_others(view, keys)}", width)


def problem_lines(view: SystemView, width: int, most: int, keys: Keys = SHIPPED) -> Iterator[Line]:
    """What is wrong with the root: where, what, and what to do."""
    problems = view.problems
    for problem in problems[:most]:
        where = f"{plain(problem.where)}: " if problem.where else ""
        yield from wrapped(f"{glyphs.LATE} {where}{plain(problem.what)}", width, "late", most=3)
        if problem.fix:
            yield from _indented(plain(problem.fix), width)
    if len(problems) > most:
        yield text(f"  and {len(problems) - most} more: {keys.shown('alerts')} lists them", "faint")


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


def no_act(view: SystemView, keys: Keys = SHIPPED) -> str:
    """Why nothing but a way out can be started while the state can't be read, and what that is."""
    problem = view.state_problem
    assert problem is not None
    return f"The state can't be read ({plain(problem.where)}). {rescue(view, problem, keys)}"


def rescue(view: SystemView, problem: Problem, keys: Keys = SHIPPED) -> str:
    """What to do about a state that can't be read, in one sentence."""
    key = keys.shown("rollback")
    if problem.by_hand:
        return (
            f"No act can change that: {plain(problem.fix) or 'mend it'}. Then {key} brings back a snapshot."
        )
    if view.snapshots:
        return f"{key} rolls back to the snapshot selected in pane {keys.shown('pane-snapshots')}."
    return "There is no snapshot to go back to: mend the file by hand, or put a copy of it in its place."


def _way_out(view: SystemView, problem: Problem, now: datetime, selected: str, keys: Keys) -> str:
    found = _PLACE.search(problem.where)
    by_hand = f"mend line {found[1]}, column {found[2]} with {keys.shown('edit')}" if found else ""
    mend = by_hand or plain(problem.fix) or "mend it"
    target = next((one for one in view.snapshots if one.id == (selected or view.way_out)), None)
    if problem.by_hand:
        return rescue(view, problem, keys)
    if not view.snapshots:
        return (
            f"{mend}, then it is live at once · there is no snapshot · `moie validate` says all that is wrong"
        )
    # A file that is gone leaves nothing to keep and nothing to mend.
    rest = f" and keeps the broken file in quarantine · or {mend}: it is live at once" if found else ""
    pane = keys.shown("pane-snapshots")
    if target is None:
        return f"{keys.shown('rollback')} rolls back to the snapshot selected in pane {pane}{rest}"
    which = f"{plain(target.id)}, {ago(now - target.taken_at)} old (selected in pane {pane})"
    return f"{keys.shown('rollback')} rolls back to {which}{rest}"


def _others(view: SystemView, keys: Keys) -> str:
    count = len(problems_of(view)) - 1
    return f" · {count} more: {keys.shown('alerts')} lists them" if count > 0 else ""


def _indented(words: str, width: int) -> Iterator[Line]:
    for line in wrapped(words, width - 2, "faint", most=2):
        yield (("  ", ""), *line)
