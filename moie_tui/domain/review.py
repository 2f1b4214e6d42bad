"""A failure with its evidence: what it said, how it ended, and what changed since the last good run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from moie_tui.domain.changes import Changes
from moie_tui.domain.executions import Execution
from moie_tui.domain.health import start_of
from moie_tui.domain.plan import Effect
from moie_tui.domain.signatures import signature_of
from moie_tui.values import dataclass

NO_ERROR = "no error was recorded"
"""What stands for the error of a failure that said nothing."""


@dataclass(frozen=True)
class Review:
    """One run of a job, `tail` the end of its kept output.

    `earlier` are the failures of the same kind that are kept, this one included; `changes` is None while
    they are not known, or when no good run is kept to compare with."""

    job: str
    task: str
    run: Execution
    last_good: Execution | None = None
    earlier: tuple[Execution, ...] = ()
    tail: tuple[str, ...] = ()
    changes: Changes | None = None
    command: str = ""

    @property
    def between(self) -> tuple[datetime, datetime] | None:
        """What is compared: from the start of the last good run, which met all as it then was, to the end of
        this one; None where one of them has no readable time."""
        good, ended = self.last_good, self.run.at
        if good is None or good.at is None or ended is None:
            return None
        return start_of(good.at, good.duration_ms), ended

    @property
    def about_the_job(self) -> tuple[Effect, ...]:
        """The effects on the state, those on this job first."""
        found = self.changes.state if self.changes else ()
        return tuple(sorted(found, key=lambda one: one.path[2:4] != ("jobs", self.job)))


def last_good_before(runs: Sequence[Execution], one: Execution) -> Execution | None:
    """The newest run that succeeded before this one, both with a readable time; `runs` is oldest first."""
    if one.at is None:
        return None
    good = [run for run in _until(runs, one) if run.good and run.at is not None and run.at <= one.at]
    return max(reversed(good), key=lambda run: run.at.timestamp() if run.at else 0.0, default=None)


def run_before(runs: Sequence[Execution], one: Execution) -> Execution | None:
    """The one that stands before it in the list, oldest first."""
    before = _until(runs, one)
    return before[-1] if before else None


def _until(runs: Sequence[Execution], one: Execution) -> Sequence[Execution]:
    """Those listed before it: runs of one second are told apart by their place."""
    return runs[: next((at for at, run in enumerate(runs) if run is one), 0)]


def kind_of(one: Execution) -> str:
    """The signature of a failure."""
    return signature_of(one.error or NO_ERROR)


def same_kind(runs: Iterable[Execution], one: Execution) -> tuple[Execution, ...]:
    """The failures of the same kind, in their order."""
    kind = kind_of(one)
    return tuple(run for run in runs if not run.good and kind_of(run) == kind)


def review_of(job: str, task: str, command: str, runs: Sequence[Execution], one: Execution) -> Review:
    """What the list of runs alone tells of one of them."""
    if one.good:
        return Review(job, task, one, command=command)
    return Review(job, task, one, last_good_before(runs, one), same_kind(runs, one), command=command)
