"""When a job was silent for longer than it may be, as its recorded runs tell afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from moie_tui.domain.health import Execution, JobHealth, Rules, allowed_silence
from moie_tui.domain.maintenance import later_by
from moie_tui.values import dataclass, replace

_LOOKED_AT = 10
"""Runs before a silence by which it is told how long one takes, as for the verdict."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A silence from the end of one run to that of the next, None while it lasts.

    `allowed` was all right and `late_by` too much; `recovered_at` is when a run was good again."""

    start: datetime
    end: datetime | None
    allowed: timedelta
    late_by: timedelta
    recovered_at: datetime | None = None

    def as_json(self) -> dict[str, object]:
        """One row of `gaps` in `history`; spans in seconds."""
        return {
            "start": self.start.isoformat(),
            "end": self.end.isoformat() if self.end else None,
            "allowed_seconds": round(self.allowed.total_seconds(), 3),
            "late_seconds": round(self.late_by.total_seconds(), 3),
            "recovered_at": self.recovered_at.isoformat() if self.recovered_at else None,
        }


def gaps(health: JobHealth, rules: Rules, now: datetime | None = None) -> tuple[Gap, ...]:
    """The silences of a job by its rules, oldest first; with `now` (aware UTC) also one that still lasts.

    Without age or schedule it is measured by its own rhythm over all of the kept runs. Runs without a
    readable time are left out."""
    runs = sorted((one for one in health.executions if one.at is not None), key=_end)
    if not runs:
        return ()
    if rules.max_age is None and rules.schedule is None:
        rules = replace(rules, max_age=allowed_silence(_end(runs[-1]), health, rules)[1])
    found = list(_between(runs, rules))
    last, deadline = _end(runs[-1]), _deadline(runs, rules)
    if now is not None and not rules.paused and deadline is not None and now > deadline:
        found.append(Gap(last, None, deadline - last, now - deadline))
    return tuple(found)


def _between(runs: Sequence[Execution], rules: Rules) -> Iterator[Gap]:
    for at, (before, after) in enumerate(pairwise(runs)):
        start, end = _end(before), _end(after)
        deadline = _deadline(runs[: at + 1], rules)
        # A run that took long but began in time left no silence behind it.
        if deadline is not None and end - _took(after) > deadline:
            good = next((_end(one) for one in runs[at + 1 :] if one.good), None)
            yield Gap(start, end, deadline - start, end - deadline, good)


def _deadline(runs: Sequence[Execution], rules: Rules) -> datetime | None:
    """When the run after the last of these must be recorded; None when none is due any more."""
    last = _end(runs[-1])
    known = JobHealth(tuple(runs[-_LOOKED_AT:]), last_execution=last)
    since, silence, _ = allowed_silence(last, known, rules)
    return None if since is None else later_by(since, silence, rules.windows)


def _took(one: Execution) -> timedelta:
    return min(timedelta(milliseconds=one.duration_ms), timedelta(days=1))


def _end(one: Execution) -> datetime:
    assert one.at is not None
    return one.at
