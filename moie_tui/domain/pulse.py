"""One heartbeat's next step of the state, and what it would change."""

from __future__ import annotations

from collections.abc import Container

from moie_tui.domain.ids import Id, natural_key
from moie_tui.domain.plan import ABSENT, HEARTBEAT, JOB, META, PHASE, Effect
from moie_tui.domain.state import ACTIVE, COMPLETED, CYCLIC, PENDING, Job, Phase, State
from moie_tui.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    StepKind = Literal["verify", "cyclic", "promoted", "sovereign", "blocked", "held"]


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next: `phase` is the current one (None in a gap), `next_phase` where a promotion leads."""

    kind: StepKind
    phase: Phase | None = None
    job: Job | None = None
    next_phase: Phase | None = None
    why: str = ""

    @property
    def command(self) -> str | None:
        """What would prove the job; None without a job or with nothing to run."""
        command = self.job.verification_cmd if self.job else None
        return command if command and command.strip() else None


def next_step(state: State, paused: Container[str] = ()) -> Step:
    """The step one pulse would take; `paused` holds ids of jobs paused elsewhere than in the state."""
    current = state.current_phase
    if current is None:
        return Step("sovereign", why="no phase is current")
    phase = state.phase(str(current))
    if phase is not None:
        return _within(state, phase, paused)
    following = _after(state, current)
    if following is None:
        return Step("sovereign", why=f"phase {current} is beyond the last")
    why = f"there is no phase {current}; phase {following.key} comes next"
    return Step("promoted", next_phase=following, why=why)


def step_effects(state: State, step: Step) -> tuple[Effect, ...]:
    """What the step changes in the state, the heartbeat apart; a proof's effect is conditional."""
    if step.kind == "verify" and step.phase and step.job and step.command:
        path = ("phases", step.phase.key, "jobs", step.job.key, "status")
        proof = f"`{step.command}` succeeds"
        return (Effect(JOB, step.job.key, step.job.status, COMPLETED, path, proof),)
    if step.kind == "promoted":
        return _promotion(state, step)
    return ()


def beat_effect(before: object, after: str) -> Effect:
    """The stamp at the end of a pulse; `before` is None or ABSENT in a state that never had one."""
    known = ABSENT if before is None else before
    return Effect(HEARTBEAT, "last_heartbeat", known, after, ("meta", "last_heartbeat"))


def _within(state: State, phase: Phase, paused: Container[str]) -> Step:
    pending = [job for job in phase.jobs if job.status == PENDING]
    free = [job for job in pending if not job.paused and job.key not in paused]
    others = [job for job in phase.jobs if job.status not in (PENDING, COMPLETED, CYCLIC)]
    if free:
        return _verification(phase, free[0])
    if pending:
        return Step("blocked", phase, why=f"only paused jobs are pending: {_named(pending)}")
    if any(job.status == CYCLIC for job in phase.jobs):
        return Step("cyclic", phase, why=f"phase {phase.key} runs for ever")
    if others:
        statuses = ", ".join(f"{job.key} is {job.status!r}" for job in others)
        return Step("blocked", phase, why=f"a status no rule knows: {statuses}")
    why = f"all jobs of phase {phase.key} are completed" if phase.jobs else f"phase {phase.key} has no jobs"
    return Step("promoted", phase, next_phase=_after(state, phase.id), why=why)


def _verification(phase: Phase, job: Job) -> Step:
    first = next(one for one in phase.jobs if one.key == job.key)
    if first is not job:
        # Changes are made by id, so this job can't be completed without touching its namesake.
        return Step("blocked", phase, job, why=f"two jobs of phase {phase.key} have the id {job.key}")
    step = Step("verify", phase, job, why=f"job {job.key} is the first one pending")
    if step.command is None:
        return Step("verify", phase, job, why=f"job {job.key} has no verification command")
    return step


def _promotion(state: State, step: Step) -> tuple[Effect, ...]:
    changes = []
    if step.phase is not None:
        changes.append(_phase_status(step.phase, COMPLETED))
    if step.next_phase is not None:
        changes.append(_phase_status(step.next_phase, ACTIVE))
    current = step.next_phase.id if step.next_phase else _beyond(state)
    changes.append(Effect(META, "current_phase", state.current_phase, current, ("meta", "current_phase")))
    return tuple(one for one in changes if one.before != one.after)


def _phase_status(phase: Phase, status: str) -> Effect:
    return Effect(PHASE, phase.key, phase.status, status, ("phases", phase.key, "status"))


def _after(state: State, identity: Id) -> Phase | None:
    later = [phase for phase in state.phases if natural_key(phase.id) > natural_key(identity)]
    return min(later, key=lambda phase: natural_key(phase.id), default=None)


def _beyond(state: State) -> int | None:
    """The last id + 1; None when ids are text, or when that would not lie beyond all of them."""
    last = max((phase.id for phase in state.phases), key=natural_key)
    if not isinstance(last, int) or natural_key(last + 1) <= natural_key(last):
        return None
    return last + 1


def _named(jobs: list[Job]) -> str:
    return ", ".join(job.key for job in jobs)
