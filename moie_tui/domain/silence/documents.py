"""Documents and disk: without them no pulse can write."""

from __future__ import annotations

from collections.abc import Iterator

from moie_tui.domain.amounts import size
from moie_tui.domain.silence.finding import CAUSE, CLEAR, DISK, DOCUMENT, Case, Finding
from moie_tui.domain.text import plain
from moie_tui.domain.view import Problem

FULL = 1_000_000
"""Fewer free bytes than this, and a pulse can't count on writing."""


def documents(case: Case) -> Iterator[Finding]:
    """A state or a config that can't be read stops every pulse."""
    view = case.view
    if view.state_problem is not None:
        back = f"or roll back to {view.way_out}, the newest sound snapshot" if view.way_out else ""
        yield _unreadable("the state", view.state_problem, back)
    if view.config_problem is not None:
        yield _unreadable("the config", view.config_problem, "")
    if view.state_problem is None and view.config_problem is None:
        yield Finding(DOCUMENT, CLEAR, "state and config can be read")


def _unreadable(name: str, problem: Problem, back: str) -> Finding:
    where = f"{plain(problem.where)}: " if problem.where else ""
    said = f"{where}{plain(problem.what)}"
    step = ", ".join(part for part in (plain(problem.fix), plain(back)) if part)
    return Finding(DOCUMENT, CAUSE, f"{name} can't be read, so no pulse can beat", (said,), step)


def disk(case: Case) -> Iterator[Finding]:
    """Whether anything can be written where the root lies."""
    around = case.around
    if around.read_only:
        fix = "`moie archive FILE` on another disk saves the root; then look at this one's health"
        yield Finding(DISK, CAUSE, "the disk is read-only, so no pulse can write", (), fix)
    elif around.free_bytes is not None and around.free_bytes < FULL:
        free = f"{size(around.free_bytes)} are free"
        yield Finding(DISK, CAUSE, "the disk is full, so no pulse can write", (free,), "free some space")
    elif not around.writable:
        fix = "`moie doctor` says whose it is and what its permissions should be"
        yield Finding(DISK, CAUSE, "this user may not write to the root", (), fix)
    elif around.free_bytes is not None:
        yield Finding(DISK, CLEAR, f"the disk can be written, {size(around.free_bytes)} are free")
