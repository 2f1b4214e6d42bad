"""What is odd about a state that can be read: said to the operator, and no reason to stop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import tzinfo

from moie_tui.domain.schedule import parse_schedule
from moie_tui.domain.state import State
from moie_tui.domain.timestamps import parse_timestamp
from moie_tui.domain.view import Problem
from moie_tui.storage.locate import locate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.errors import KeyPath

_TWICE = "the first of them counts; give each an id of its own"


def oddities(state: State, data: bytes, name: str, zone: tzinfo | None) -> tuple[Problem, ...]:
    """Ids that stand twice, a heartbeat that is no time, schedules that can't be read; with their lines."""
    found = list(odd_places(state, zone))
    text = data.decode("utf-8") if found else ""
    return tuple(
        Problem(f"{name}:{locate(text, path)[0]} ({'.'.join(map(str, path))})", what, fix)
        for path, what, fix in found
    )


def odd_places(state: State, zone: tzinfo | None) -> Iterator[tuple[KeyPath, str, str]]:
    """The same by path, each with what to do."""
    yield from _duplicates(state)
    yield from _heartbeat(state, zone)
    yield from _schedules(state, zone)


def _duplicates(state: State) -> Iterator[tuple[KeyPath, str, str]]:
    names = [str(phase.id) for phase in state.phases]
    ids = [str(job.id) for phase in state.phases for job in phase.jobs]
    if len(set(names)) == len(names) and len(set(ids)) == len(ids):
        return
    phases, jobs = Counter(names), Counter(ids)
    seen: set[tuple[str, str]] = set()
    for at, phase in enumerate(state.phases):
        if phases[phase.key] > 1 and ("phase", phase.key) in seen:
            yield ("phases", at, "id"), f"phase id {phase.key} stands {phases[phase.key]} times", _TWICE
        seen.add(("phase", phase.key))
        for place, job in enumerate(phase.jobs):
            if jobs[job.key] > 1 and ("job", job.key) in seen:
                what = f"job id {job.key} stands {jobs[job.key]} times"
                yield ("phases", at, "jobs", place, "id"), what, _TWICE
            seen.add(("job", job.key))


def _heartbeat(state: State, zone: tzinfo | None) -> Iterator[tuple[KeyPath, str, str]]:
    if state.last_heartbeat is None:
        return
    try:
        parse_timestamp(state.last_heartbeat, zone)
    except ValueError as error:
        yield ("meta", "last_heartbeat"), str(error), "the next pulse writes it anew"


def _schedules(state: State, zone: tzinfo | None) -> Iterator[tuple[KeyPath, str, str]]:
    for at, phase in enumerate(state.phases):
        for place, job in enumerate(phase.jobs):
            if job.schedule:
                try:
                    parse_schedule(job.schedule, zone)
                except ValueError as error:
                    path = ("phases", at, "jobs", place, "schedule")
                    yield path, f"the schedule of job {job.key} can't be read: {error}", "correct it"
