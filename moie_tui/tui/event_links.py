"""Where an event leads: to the run it tells of, its job, the snapshot, the operation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from textual.message import Message

from moie_tui.domain.attempts import attempts
from moie_tui.domain.event import WARNING, Event
from moie_tui.domain.event_query import jobs_of
from moie_tui.domain.executions import Execution, JobHealth
from moie_tui.domain.review import review_of
from moie_tui.domain.rules import command_behind
from moie_tui.domain.text import plain
from moie_tui.domain.view import SystemView
from moie_tui.tui.evidence import Evidence
from moie_tui.tui.messages import JobOpened, OperationOpened, OutputOpened, RunOpened, SnapshotOpened
from moie_tui.values import dataclass

MOST = 9
"""As many as there are digits to open them with."""
GONE = "no longer there"


@dataclass(frozen=True)
class Link:
    """One thing an event is about; what `opening` makes opens it, None: there is nothing to open."""

    words: str
    opening: Callable[[], Message] | None = None


def links_of(event: Event, view: SystemView, evidence: Evidence) -> tuple[Link, ...]:
    """What this event leads to, the most telling first."""
    found = list(dict.fromkeys(jobs_of(event)))
    links = [*_run(event, found[0], view, evidence)] if found else []
    links += [_job(key, view) for key in found]
    if snapshot := _text(event, "snapshot"):
        there = any(one.id == snapshot for one in view.snapshots)
        links.append(_link(f"snapshot {snapshot}", partial(SnapshotOpened, snapshot) if there else None))
    if operation := _text(event, "operation"):
        kind = next((one.kind for one in view.operations if one.id == operation), "")
        words = f"operation {operation} {kind}".rstrip()
        without = "under way" if _goes_on(event, view) else GONE
        links.append(_link(words, partial(OperationOpened, operation) if kind else None, without))
    return tuple(links[:MOST])


def _link(words: str, opening: Callable[[], Message] | None, without: str = GONE) -> Link:
    return Link(plain(words) + ("" if opening else f"  ({without})"), opening)


def _goes_on(event: Event, view: SystemView) -> bool:
    """Whether what the event tells of runs now, and is too young to be among the operations."""
    return bool(view.running) and all(one.at < event.timestamp for one in view.operations)


def _job(key: str, view: SystemView) -> Link:
    job = view.state.job(key) if view.state else None
    there = job is not None or key in view.health
    return _link(f"job {key} {job.task if job else ''}".rstrip(), partial(JobOpened, key) if there else None)


def _run(event: Event, job: str, view: SystemView, evidence: Evidence) -> Iterator[Link]:
    """The run with its evidence, and its output."""
    run_id = _text(event, "run_id")
    runs = (view.health.get(job) or JobHealth()).executions
    one = next((run for run in runs if run_id and run.run_id == run_id), None)
    # A cancelled run is no execution: there is nothing to review.
    if one is None and not (run_id and event.level == WARNING):
        told = attempts((event,), job)
        one, runs = (told[0], _with(runs or attempts(view.events, job), told[0])) if told else (None, runs)
    if one is not None:
        task = view.state.job(job) if view.state else None
        command = command_behind(task, view.settings.job(job), one)
        review = review_of(job, task.task if task else "", command, runs, one)
        yield _link(_run_words(one), partial(RunOpened, review, runs, evidence))
    if run_id:
        yield _link(f"the output of run {run_id}", partial(OutputOpened, job, run_id))


def _run_words(one: Execution) -> str:
    if one.good:
        return "the proof that held" if one.proof else "the run that succeeded"
    return f"the {'proof that failed' if one.proof else 'failure'}, with what changed before it"


def _with(runs: Sequence[Execution], one: Execution) -> tuple[Execution, ...]:
    """The runs, this one among them, by time."""
    before = [run for run in runs if run != one and run.at and one.at and run.at <= one.at]
    after = [run for run in runs if run != one and run.at and one.at and run.at > one.at]
    return (*before, one, *after)


def _text(event: Event, key: str) -> str:
    value = event.metadata.get(key)
    return value if isinstance(value, str) else ""
