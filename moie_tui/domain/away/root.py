"""The root itself: its documents, its heart, its phases and their jobs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from moie_tui.domain.amounts import ago, counted
from moie_tui.domain.away.item import DONE, GOOD, OTHER, PHASE, Item
from moie_tui.domain.event import CRITICAL, INFO, WARNING, Event
from moie_tui.domain.health import STALE
from moie_tui.domain.judge import Judgement
from moie_tui.domain.plan import JOB, META
from moie_tui.domain.state import COMPLETED
from moie_tui.domain.text import plain
from moie_tui.domain.view import SystemView


def documents_news(then: SystemView | None, view: SystemView, now: datetime) -> Iterator[Item]:
    """What can't be read now; a view of the past never has such a problem, so it is new or not known."""
    documents = (
        ("state", view.state_problem, "phases"),
        ("health", view.health_problem, "jobs"),
        ("config", view.config_problem, "heart"),
    )
    for name, problem, pane in documents:
        at = view.written.get(name, now)
        if problem is not None and (then is None or at >= then.read_at):
            what = f"the {name} can't be read: {plain(problem.where)}: {plain(problem.what)}"
            yield Item(f"document:{name}", CRITICAL, min(at, now), what, place=("pane", pane))


def heart_news(
    view: SystemView, judgement: Judgement, events: Sequence[Event], since: datetime, now: datetime
) -> Iterator[Item]:
    """That it is silent now, else the longest of its silences that ended meanwhile."""
    verdict, beats = judgement.heartbeat, beats_of(events)
    if verdict.status == STALE and (verdict.since is None or verdict.since >= since):
        at, what = verdict.since or now, f"the heart is stale, {verdict.message}"
        yield Item("heartbeat", CRITICAL, at, what, place=("pane", "heart"))
    moments = [since, *beats]
    gaps = [(after - before, before, after) for before, after in pairwise(moments)]
    silent = [one for one in gaps if one[0] > max(judgement.limit, 2 * judgement.interval)]
    if silent:
        longest, _, ended = max(silent)
        more = f", {counted(len(silent) - 1, 'shorter silence')} besides" if len(silent) > 1 else ""
        what = f"the heart was silent for {ago(longest)}, and beats again{more}"
        yield Item("silence", WARNING, ended, what, place=("pane", "heart"))


def beats_of(events: Iterable[Event]) -> list[datetime]:
    """When pulses of ours ended."""
    return [one.timestamp for one in events if one.category == "heartbeat" and "outcome" in one.metadata]


def state_news(then: SystemView | None, view: SystemView, since: datetime, now: datetime) -> Iterator[Item]:
    """Jobs of phases that became another status, and the phase that is current."""
    if then is None or then.state is None or view.state is None:
        return
    if phases := phases_passed(then, view):
        key = _named(view.state.current_phase)
        found = view.state.phase(key)
        name = f" {plain(found.name)}" if found else ""
        at = _set_at(view, META, "current_phase", now)
        yield Item("phase", INFO, at, f"phase {phases}{name}", PHASE, ("phase", key))
    for _, job in view.state.jobs():
        before = then.state.job(job.key)
        if before is None or before.status == job.status:
            continue
        done = job.status == COMPLETED
        what = plain(f"{job.key} {job.task}: {before.status} → {job.status}")
        at = _set_at(view, JOB, job.key, now)
        yield Item(
            f"state:{job.key}", GOOD if done else INFO, at, what, DONE if done else OTHER, ("job", job.key)
        )


def phases_passed(then: SystemView | None, view: SystemView) -> str:
    """ "2→5", "" when it is the same one."""
    if then is None or then.state is None or view.state is None:
        return ""
    before, after = then.state.current_phase, view.state.current_phase
    return "" if before == after else plain(f"{_named(before)}→{_named(after)}")


def _named(phase: object) -> str:
    return "none" if phase is None else str(phase)


def _set_at(view: SystemView, kind: str, target: str, now: datetime) -> datetime:
    """When an act last set this; another program's doing has no time of its own, so it is now."""
    for one in view.operations:
        if any((effect.kind, effect.target) == (kind, target) for effect in one.effects):
            return one.at
    return now
