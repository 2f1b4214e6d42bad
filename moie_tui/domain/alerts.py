"""What of a root somebody must hear of: its conditions, each under a key that stays while it lasts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby, takewhile

from moie_tui.domain.condition import (
    COMMAND,
    DOCUMENT,
    HOLD,
    MIRROR,
    SNAPSHOTS,
    STUCK,
    Condition,
    condition,
    is_acknowledged,
)
from moie_tui.domain.event import CRITICAL, WARNING, Event
from moie_tui.domain.health import HEALTHY, ago
from moie_tui.domain.hold import lasting
from moie_tui.domain.job_conditions import of_jobs
from moie_tui.domain.judge import Judgement
from moie_tui.domain.late_events import newest_of
from moie_tui.domain.stuck import BLOCKED, HELD, PULSE, said, standstill
from moie_tui.domain.timestamps import utc_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.view import Problem, SystemView

__all__ = ["Condition", "conditions"]

COMMANDS_LAST = timedelta(hours=24)
"""How long a new or changed command stays an alert, unless somebody acknowledges it."""
HOLD_LASTS = timedelta(hours=24)
"""How long pulses may be on hold without an end before somebody must hear of it."""
_TRUST = "trust"
_ORDER = (SNAPSHOTS, MIRROR, HOLD, COMMAND)
"""What comes after the jobs, in this order."""


def conditions(
    view: SystemView, judgement: Judgement, now: datetime, known: Iterable[Condition] | None = None
) -> tuple[Condition, ...]:
    """All that is not well with a root at `now`: critical ones first, then jobs, commands last.

    `known` are those of its jobs, from who has found them already. While a document can't be read nothing
    is said of what it would tell: see `unknowable`."""
    found = [*_documents(view, now), *_commands(view, now), *_mirror(view, now), *_hold(view, now)]
    if view.state is not None and view.state_problem is None:
        found += [*_heart(view, judgement, now), *_standing(view), *_snapshots(view, judgement, now)]
        if view.health_problem is None:
            found += of_jobs(view, judgement, now) if known is None else known
    return tuple(sorted(found, key=_rank))


def _rank(one: Condition) -> tuple[bool, int]:
    return one.level != CRITICAL, _ORDER.index(one.kind) + 1 if one.kind in _ORDER else 0


def _documents(view: SystemView, now: datetime) -> Iterator[Condition]:
    problems = (
        ("state", view.state_problem),
        ("health", view.health_problem),
        ("config", view.config_problem),
    )
    for name, problem in problems:
        if problem is not None:
            what = f"the {name} can't be read: {_where(problem)}"
            since = view.written.get(name, now)
            yield condition(f"document:{name}", DOCUMENT, CRITICAL, name, what, since, moving=True)


def _where(problem: Problem) -> str:
    return f"{problem.where}: {problem.what}" if problem.where else problem.what


def _heart(view: SystemView, judgement: Judgement, now: datetime) -> Iterator[Condition]:
    if judgement.heartbeat.status != HEALTHY:
        from moie_tui.domain.heart_conditions import of_heart

        yield from of_heart(view, judgement, now)


def _standing(view: SystemView) -> Iterator[Condition]:
    found = standstill(newest_of(view.events, PULSE))
    if found is None:
        return
    used_up = found.outcome == BLOCKED and found.attempts > 0
    if not used_up and found.count < view.settings.heartbeat.stuck_after:
        return
    job = view.state.job(found.job) if view.state and found.job is not None else None
    subject = found.job if found.job is not None else "phase"
    name = "the current phase" if found.job is None else f"job {found.job} {job.task if job else ''}".strip()
    why = f"is blocked: {found.attempts} attempts did not prove it" if used_up else said(found)
    kind = BLOCKED if used_up else STUCK
    yield condition(f"standing:{subject}", kind, WARNING, subject, f"{name} {why}", found.since, moving=True)


def _commands(view: SystemView, now: datetime) -> Iterator[Condition]:
    """One for each look that found commands nobody had seen: a new phase brings many at once."""
    events = tuple(newest_of(view.events, _TRUST))[::-1]
    trusted = max((one.timestamp for one in events if _is_trust(one)), default=None)
    told = (one for one in events if _is_of_command(one) and now - one.timestamp < COMMANDS_LAST)
    # Who trusts a root is shown every command there is.
    news = (one for one in told if trusted is None or one.timestamp > trusted)
    for at, group in groupby(news, key=lambda one: one.timestamp):
        said_of = [one.message for one in group]
        many = f"{len(said_of)} commands are new or changed"
        message = said_of[0] if len(said_of) == 1 else many
        one = condition(f"command:{utc_text(at)}", COMMAND, WARNING, "commands", message, at)
        if not is_acknowledged(one, view.quiet):
            yield one


def _is_of_command(event: Event) -> bool:
    return (event.category, event.level) == (_TRUST, WARNING) and {
        "before",
        "after",
    } <= event.metadata.keys()


def _is_trust(event: Event) -> bool:
    return event.category == _TRUST and "trusted" in event.metadata


def _hold(view: SystemView, now: datetime) -> Iterator[Condition]:
    """A hold nobody ends: while it lasts, that no job is done looks like rest."""
    held = view.hold
    if held is None or held.until is not None or now - held.since <= HOLD_LASTS:
        return
    why = f": {held.why}" if held.why else ""
    message = f"pulses are on hold {lasting(held, view.zone)}, for {ago(now - held.since)}{why}"
    yield condition(HOLD, HOLD, WARNING, HOLD, message, held.since + HOLD_LASTS)


def _snapshots(view: SystemView, judgement: Judgement, now: datetime) -> Iterator[Condition]:
    if judgement.heartbeat.status != HEALTHY or judgement.beat_at is None or _is_held(view, now):
        return
    if not view.snapshots:
        message, since = "the heart beats, but there is no snapshot at all", judgement.beat_at
        yield condition(SNAPSHOTS, SNAPSHOTS, WARNING, SNAPSHOTS, message, since, moving=True)
        return
    newest = max(one.taken_at for one in view.snapshots)
    allowed = 3 * max(judgement.interval, judgement.limit)
    if now - newest > allowed:
        message = f"the heart beats, but the newest snapshot is {ago(now - newest)} old"
        yield condition(SNAPSHOTS, SNAPSHOTS, WARNING, SNAPSHOTS, message, newest + allowed)


def _is_held(view: SystemView, now: datetime) -> bool:
    """Whether pulses are on hold, or were at the last one: held ones take no snapshot."""
    if view.hold is not None and view.hold.holds(now):
        return True
    last = next((one for one in newest_of(view.events, PULSE) if "outcome" in one.metadata), None)
    return last is not None and last.metadata["outcome"] == HELD


def _mirror(view: SystemView, now: datetime) -> Iterator[Condition]:
    problem = next((one for one in view.problems if one.where == "backups.mirror"), None)
    if problem is None:
        return
    told = (one for one in newest_of(view.events, "backup") if "mirror" in one.metadata)
    failed = list(takewhile(lambda one: one.level == WARNING, told))
    since = failed[-1].timestamp if failed else now
    yield condition(MIRROR, MIRROR, WARNING, MIRROR, problem.what, since, moving=True)
