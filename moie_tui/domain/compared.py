"""Two moments of a root side by side: one fact a row, and what differs in the state by id."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from moie_tui.domain.amounts import ago, counted
from moie_tui.domain.hold import held_by
from moie_tui.domain.ids import natural_key
from moie_tui.domain.judge import JudgedJob, Judgement, judge
from moie_tui.domain.plan import Effect
from moie_tui.domain.state import CYCLIC
from moie_tui.domain.view import STILL_KEPT, SystemView
from moie_tui.values import dataclass

NONE = "none"
UNKNOWN = "not known"


@dataclass(frozen=True)
class Compared:
    """The earlier moment and the later one, and what leads from the one state to the other.

    `unknown` says why the states can't be compared; it is "" when they were."""

    before: SystemView
    after: SystemView
    effects: tuple[Effect, ...] = ()
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing at both moments; the words are as they came from files where they name something."""

    label: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        """Whether it was another one, whatever is said of how sure that is."""
        return self.before.removesuffix(STILL_KEPT) != self.after.removesuffix(STILL_KEPT)


def facts(compared: Compared, now: datetime) -> tuple[Fact, ...]:
    """The root in a dozen words at both moments, the cyclic jobs below; a view of now is judged at `now`."""
    before, after = compared.before, compared.after
    judged = judge(before, moment_in(before, now)), judge(after, moment_in(after, now))
    rows = [
        Fact("heartbeat", _heart(judged[0]), _heart(judged[1])),
        Fact("phase", _phase(before), _phase(after)),
        Fact("jobs done", _done(before), _done(after)),
        Fact("pulses", _pulses(before, now), _pulses(after, now)),
        Fact("running", _running(before), _running(after)),
        Fact("snapshots", before.snapshots_kept, after.snapshots_kept),
        Fact("schema", _schema(before), _schema(after)),
    ]
    return (*rows, *_jobs(*judged))


def moment_in(view: SystemView, now: datetime) -> datetime:
    """The moment a view is of: its own when it is one of the past."""
    return view.as_of.at if view.as_of else now


def _jobs(before: Judgement, after: Judgement) -> Iterator[Fact]:
    first, second = ({one.key: one for one in side.jobs} for side in (before, after))
    for key in sorted(first | second, key=natural_key):
        yield Fact(f"job {key}", _job(first.get(key)), _job(second.get(key)))


def _job(one: JudgedJob | None) -> str:
    if one is None:
        return NONE
    runs = f", {counted(one.health.total_runs, 'run')}" if one.health.total_runs else ""
    return f"{one.verdict.status}{runs}"


def _heart(judgement: Judgement) -> str:
    if judgement.age is None:
        return judgement.heartbeat.status
    return f"{judgement.heartbeat.status}, {ago(judgement.age)} old"


def _phase(view: SystemView) -> str:
    if view.state is None:
        return UNKNOWN
    current = view.state.current_phase
    phase = view.state.phase(str(current))
    return f"{current} {phase.name}" if phase else str(current) if current is not None else NONE


def _done(view: SystemView) -> str:
    if view.state is None:
        return UNKNOWN
    jobs = [job for _, job in view.state.jobs() if job.status != CYCLIC]
    return f"{sum(phase.completed for phase in view.state.phases)} of {len(jobs)}"


def _pulses(view: SystemView, now: datetime) -> str:
    why = held_by(view.settings, view.hold, moment_in(view, now), view.zone)
    return why.removeprefix("pulses are ") or "on"


def _running(view: SystemView) -> str:
    return ", ".join(run.job for run in view.runs) or NONE


def _schema(view: SystemView) -> str:
    return f"v{view.state.version}" if view.state else UNKNOWN
