"""What somebody must hear of: the conditions of a root, each under a key that stays while it lasts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, takewhile

from moie_tui.domain.event import CRITICAL, WARNING, Event
from moie_tui.domain.health import (
    CLOCK_SKEW,
    HEALTHY,
    NEVER_RUN,
    RUNNING,
    STALE,
    UNHEALTHY,
    Rules,
    Verdict,
    ago,
    judge_results,
)
from moie_tui.domain.judge import JudgedJob, Judgement
from moie_tui.domain.quiet import Quiet
from moie_tui.domain.rules import rules_for
from moie_tui.domain.stuck import BLOCKED, HELD, said, standstill
from moie_tui.domain.text import plain, shorten
from moie_tui.domain.timestamps import moment_of, utc_text
from moie_tui.domain.view import Problem, SystemView

HEARTBEAT, DOCUMENT, SCHEDULE, STUCK = "heartbeat", "document", "schedule", "stuck"
COMMAND, SNAPSHOTS, MIRROR = "command", "snapshots", "mirror"
KINDS = (
    HEARTBEAT, CLOCK_SKEW, DOCUMENT, STALE, UNHEALTHY, SCHEDULE, STUCK, BLOCKED, COMMAND, SNAPSHOTS, MIRROR,
)  # fmt: skip
"""Every kind of alert, the words that mutes take."""

COMMANDS_LAST = timedelta(hours=24)
"""How long a new or changed command stays an alert, unless somebody acknowledges it."""
_NAMED = 3
_LONGEST_MESSAGE = 400


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that is not as it should be; `subject` is a job's id, or what else it is about.

    `since` is told by facts, not by when somebody looked. `moving`: the fact it is told by may be a later
    one at the next look, although it never ended."""

    key: str
    kind: str
    level: str
    subject: str
    message: str
    since: datetime
    moving: bool = False

    @property
    def passing(self) -> bool:
        """Whether it is over after a while by itself, so that its end is no recovery."""
        return self.kind == COMMAND


def conditions(view: SystemView, judgement: Judgement, now: datetime) -> tuple[Condition, ...]:
    """All that is not well with a root at `now`, critical ones first.

    While a document can't be read nothing is said of what it would tell: see `unknowable`."""
    found = [*_documents(view, now), *_commands(view, now), *_mirror(view, now)]
    if view.state is not None and view.state_problem is None:
        found += [*_heartbeat(view, judgement, now), *_standing(view), *_snapshots(view, judgement, now)]
        if view.health_problem is None:
            found += _jobs(view, judgement, now)
    return tuple(sorted(found, key=lambda one: one.level != CRITICAL))


def unknowable(found: tuple[Condition, ...]) -> tuple[str, ...]:
    """How the keys begin of conditions that can't be judged, because a document can't be read."""
    unread = {one.subject for one in found if one.kind == DOCUMENT}
    if "state" in unread:
        return (HEARTBEAT, "job:", "standing:", SNAPSHOTS)
    return ("job:",) if "health" in unread else ()


def is_acknowledged(one: Condition, quiet: Quiet) -> bool:
    """Whether somebody has taken it on since it began."""
    taken = quiet.acknowledged.get(one.key)
    return taken is not None and one.since <= taken.at


def is_muted(one: Condition, muted: tuple[str, ...], quiet: Quiet, now: datetime) -> bool:
    """Whether nobody wants to hear of it: by its subject, its kind, or "all"."""
    words = {*muted, *(mute.what for mute in quiet.mutes if mute.holds(now))}
    return bool(words & {"all", one.subject, one.kind})


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
            yield _condition(f"document:{name}", DOCUMENT, CRITICAL, name, what, since, moving=True)


def _where(problem: Problem) -> str:
    return f"{problem.where}: {problem.what}" if problem.where else problem.what


def _heartbeat(view: SystemView, judgement: Judgement, now: datetime) -> Iterator[Condition]:
    state, verdict = view.state, judgement.heartbeat
    assert state is not None
    written = view.written.get("state", now)
    if verdict.status == STALE and verdict.since is not None:
        yield _beat(HEARTBEAT, f"the heartbeat is stale, {verdict.message}", verdict.since)
    elif verdict.status == CLOCK_SKEW:
        yield _beat(CLOCK_SKEW, f"the heartbeat lies {verdict.message}", written, moving=True)
    elif verdict.status == NEVER_RUN and state.last_heartbeat is not None:
        yield _beat(HEARTBEAT, "the time of the heartbeat can't be read", written, moving=True)
    elif verdict.status == NEVER_RUN:
        born = moment_of(state.boot_time, view.zone) or written
        if now - born > judgement.limit:
            what = f"the heart has not beaten once in {ago(now - born)}"
            yield _beat(HEARTBEAT, what, born + judgement.limit, moving=True)


def _beat(kind: str, message: str, since: datetime, *, moving: bool = False) -> Condition:
    return _condition(HEARTBEAT, kind, CRITICAL, HEARTBEAT, message, since, moving=moving)


def _jobs(view: SystemView, judgement: Judgement, now: datetime) -> Iterator[Condition]:
    for one in judgement.jobs:
        kind, message, since = _trouble(view, one)
        if kind:
            words = f"job {one.key} {one.task}: {message}" if one.task else f"job {one.key}: {message}"
            known = since or view.written.get("health", now)
            yield _condition(f"job:{one.key}", kind, WARNING, one.key, words, known, moving=since is None)


def _trouble(view: SystemView, one: JudgedJob) -> tuple[str, str, datetime | None]:
    """The kind of alert, why, and since when where facts tell; kind "" when all is well."""
    verdict, settings = one.verdict, view.settings.job(one.key)
    if verdict.status == NEVER_RUN:
        try:
            rules_for(one.job, settings, view.zone)
        except ValueError as error:
            return SCHEDULE, f"nobody can tell when it is due: {error}", None
    if verdict.status == RUNNING:
        # It is not silent, but that a run has begun does not make good how the others ended.
        verdict = judge_results(one.health, Rules(max_failure_rate=settings.max_failure_rate))
    return _as_trouble(verdict)


def _as_trouble(verdict: Verdict) -> tuple[str, str, datetime | None]:
    if verdict.status not in (STALE, UNHEALTHY):
        return "", "", None
    return verdict.status, f"{verdict.status}, {verdict.message}", verdict.since


def _standing(view: SystemView) -> Iterator[Condition]:
    found = standstill(reversed(view.events))
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
    yield _condition(f"standing:{subject}", kind, WARNING, subject, f"{name} {why}", found.since, moving=True)


def _commands(view: SystemView, now: datetime) -> Iterator[Condition]:
    """One for each look that found commands nobody had seen: a new phase brings many at once."""
    told = (one for one in view.events if _is_of_command(one) and now - one.timestamp < COMMANDS_LAST)
    for at, group in groupby(told, key=lambda one: one.timestamp):
        said_of = [one.message for one in group]
        more = f", and {len(said_of) - _NAMED} more" if len(said_of) > _NAMED else ""
        message = "; ".join(said_of[:_NAMED]) + more
        one = _condition(f"command:{utc_text(at)}", COMMAND, WARNING, "commands", message, at)
        if not is_acknowledged(one, view.quiet):
            yield one


def _is_of_command(event: Event) -> bool:
    return (event.category, event.level) == ("trust", WARNING) and {
        "before",
        "after",
    } <= event.metadata.keys()


def _snapshots(view: SystemView, judgement: Judgement, now: datetime) -> Iterator[Condition]:
    if judgement.heartbeat.status != HEALTHY or judgement.beat_at is None or _is_held(view, now):
        return
    if not view.snapshots:
        message, since = "the heart beats, but there is no snapshot at all", judgement.beat_at
        yield _condition(SNAPSHOTS, SNAPSHOTS, WARNING, SNAPSHOTS, message, since, moving=True)
        return
    newest = max(one.taken_at for one in view.snapshots)
    allowed = 3 * max(judgement.interval, judgement.limit)
    if now - newest > allowed:
        message = f"the heart beats, but the newest snapshot is {ago(now - newest)} old"
        yield _condition(SNAPSHOTS, SNAPSHOTS, WARNING, SNAPSHOTS, message, newest + allowed)


def _is_held(view: SystemView, now: datetime) -> bool:
    """Whether pulses are on hold, or were at the last one: held ones take no snapshot."""
    if view.hold is not None and view.hold.holds(now):
        return True
    beats = (
        one for one in reversed(view.events) if one.category == "heartbeat" and "outcome" in one.metadata
    )
    last = next(beats, None)
    return last is not None and last.metadata["outcome"] == HELD


def _mirror(view: SystemView, now: datetime) -> Iterator[Condition]:
    problem = next((one for one in view.problems if one.where == "backups.mirror"), None)
    if problem is None:
        return
    told = (one for one in reversed(view.events) if one.category == "backup" and "mirror" in one.metadata)
    failed = list(takewhile(lambda one: one.level == WARNING, told))
    since = failed[-1].timestamp if failed else now
    yield _condition(MIRROR, MIRROR, WARNING, MIRROR, problem.what, since, moving=True)


def _condition(
    key: str, kind: str, level: str, subject: str, message: str, since: datetime, *, moving: bool = False
) -> Condition:
    words = shorten(plain(message), _LONGEST_MESSAGE)
    return Condition(plain(key), kind, level, plain(subject), words, since, moving)
