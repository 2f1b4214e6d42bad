"""Until when what is thought of a job stands, as long as none of its facts changes."""

from __future__ import annotations

from datetime import UTC, datetime

from moie_tui.domain.due import Sight, slack
from moie_tui.domain.health import NEVER_RUN, PAUSED, RUNNING, STALE, Rules, allowed_silence, last_start
from moie_tui.domain.judge import JudgedJob, settled

FOR_GOOD = datetime.max.replace(tzinfo=UTC)


def stands_until(one: JudgedJob, rules: Rules | ValueError, seen: Sight | None, now: datetime) -> datetime:
    """The moment from which on it may be thought of otherwise than at `now`, where it was judged.

    `now` itself where each second says something else, or nobody can tell that it does not."""
    if one.verdict.status == PAUSED:
        return FOR_GOOD
    if one.due.running_since or one.due.is_due or one.due.late_by or one.verdict.status in (STALE, RUNNING):
        return now
    if isinstance(rules, ValueError):
        return FOR_GOOD
    return min(_due_stands_until(one, rules, seen, now), _silent_at(one, rules, seen, now))


def _due_stands_until(one: JudgedJob, rules: Rules, seen: Sight | None, now: datetime) -> datetime:
    if rules.schedule is None:
        return FOR_GOOD
    starts = [start for start in (last_start(one.health), seen.started if seen else None) if start]
    # Without a start and a sight it counts from now; a start in the future counts once it is past.
    if not (starts or seen) or any(start > now for start in starts):
        return now
    return FOR_GOOD if one.due.next_at is None else one.due.next_at - slack(rules.schedule)


def _silent_at(one: JudgedJob, rules: Rules, seen: Sight | None, now: datetime) -> datetime:
    last = one.health.last_execution
    if one.verdict.status == NEVER_RUN or last is None:
        return FOR_GOOD
    rules = settled(rules, one.due, one.health, seen, now)
    since, silence, _ = allowed_silence(last, one.health, rules)
    try:
        return FOR_GOOD if since is None else since + silence
    except OverflowError:
        return FOR_GOOD
