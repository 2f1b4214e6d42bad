"""A run that goes on past the next start of its job, or longer than it may."""

from __future__ import annotations

from datetime import datetime, timedelta

from moie_tui.domain.amounts import ago
from moie_tui.domain.maintenance import due_outside
from moie_tui.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.executions import JobHealth
    from moie_tui.domain.health import Rules
    from moie_tui.domain.run import Run

_TIMES = 3
_KNOWN_RUNS = 5
_SLACK = timedelta(minutes=1)
"""What ending a command whose time is up may take."""


@dataclass(frozen=True, slots=True)
class Overrun:
    """In one sentence, and since when it is an alert, None while it is none."""

    message: str
    since: datetime | None = None


def overrun(
    run: Run, rules: Rules, limit: timedelta, health: JobHealth | None, now: datetime
) -> Overrun | None:
    """None of a run that is neither late for the next one nor over its time; `limit` zero is none.

    Being late is an alert when it also takes three times as long as usual, or without enough runs to know
    what is usual three times its interval."""
    ran = now - run.started_at
    if limit and ran > limit + _SLACK:
        return Overrun(f"running {ago(ran)}, over its limit of {ago(limit)}", run.started_at + limit)
    following = due_outside(rules.schedule, run.started_at, rules.windows) if rules.schedule else None
    if following is None or following >= now:
        return None
    from moie_tui.domain.durations import p95

    good = [one for one in health.executions if one.good] if health else []
    usual = p95(good) if len(good) >= _KNOWN_RUNS else None
    span = following - run.started_at if usual is None else timedelta(milliseconds=usual)
    since = max(run.started_at + _TIMES * span, following + rules.patience)
    said = f"running {ago(ran)}, its next start is {ago(now - following)} late"
    return Overrun(said, since if now > since else None)
