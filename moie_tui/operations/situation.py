"""What a pulse finds: whether it is held, its step, what is due, and whose turn it is; reading only."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from moie_tui.domain.due import Sight, due, scheduled, sighted
from moie_tui.domain.errors import InvalidDocument
from moie_tui.domain.hold import held_by
from moie_tui.domain.own_work import Turn, next_turn
from moie_tui.domain.plan import ABSENT, RUN, Command, Effect
from moie_tui.domain.pulse import Step, next_step, step_effects
from moie_tui.domain.rules import command_of, minutes, schedule_of
from moie_tui.domain.state import CYCLIC, PENDING, Phase, State
from moie_tui.operations.safety import alarmed
from moie_tui.storage.stores import Stores
from moie_tui.values import dataclass, field, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.run import Run


@dataclass(frozen=True)
class Situation:
    """One pulse's own view of the root.

    `starts` are the endless jobs that are due; `turn` is the next attempt of the step's job, None when it has
    no command, and `last` the run of it that ended last; `alive` says that its run goes on; `alarm` is why
    the pulse itself puts pulses on hold."""

    step: Step
    starts: tuple[Command, ...] = ()
    work: Command | None = None
    turn: Turn | None = None
    alive: bool = False
    last: Run | None = None
    note: str = ""
    alarm: Effect | None = None
    sights: dict[str, Sight] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def held(self) -> bool:
        """Whether the pulse only stamps."""
        return self.step.kind == "held"

    @property
    def proof(self) -> Command | None:
        """The verification to run now."""
        job, command = self.step.job, self.step.command
        runs = self.step.kind == "verify" and not self.alive
        return Command(job.key, command) if runs and job and command else None

    @property
    def attempt(self) -> Command | None:
        """What is started when the proof fails."""
        return self.work if self.turn is not None and self.turn.kind == "start" and not self.alive else None

    @property
    def commands(self) -> tuple[Command, ...]:
        """All that may run."""
        return (*self.starts, *(one for one in (self.proof, self.attempt) if one))

    def effects(self, state: State) -> tuple[Effect, ...]:
        """What it changes, snapshot and heartbeat apart."""
        if self.alarm:
            return (self.alarm,)
        proven = () if self.alive else step_effects(state, self.step)
        unless = f"`{self.proof.command}` fails" if self.proof else ""
        tried = (replace(run_effect(self.attempt), condition=unless),) if self.attempt else ()
        return (*map(run_effect, self.starts), *proven, *tried)

    def as_planned(self, commands: Collection[Command]) -> Situation:
        """The same without starting what became due only after the plan was made: the next pulse does."""
        kept = tuple(one for one in self.starts if one in commands)
        late = self.attempt is not None and self.attempt not in commands
        turn = replace(self.turn, kind="wait") if self.turn and late else self.turn
        return replace(self, starts=kept, turn=turn)


def run_effect(command: Command) -> Effect:
    """The start of a job's own command."""
    return Effect(RUN, f"job {command.job}", ABSENT, command.command)


def situation(stores: Stores, state: State, now: datetime) -> Situation:
    """What one pulse would do now."""
    if why := held_by(stores.settings, stores.hold.read(), now, stores.zone):
        return Situation(Step("held", why=why))
    if why := alarmed(stores, now):
        from moie_tui.operations.hold import hold_effect

        return Situation(Step("held", why=why), alarm=hold_effect(stores, now, None, why))
    paused = {key for key, job in stores.settings.jobs.items() if job.paused}
    step = next_step(state, paused)
    running = {} if stores.is_still else {run.job: run for run in stores.runs.running()}
    found = _due(stores, step.phase, running, now)
    return _with_turn(stores, found, step, running, now)


def every_command(stores: Stores, state: State) -> tuple[Command, ...]:
    """All that may run while pulses go on for as long as steps succeed."""
    found = []
    for _, job in state.jobs():
        settings = stores.settings.job(job.key)
        if job.status == PENDING and (job.verification_cmd or "").strip():
            found.append(Command(job.key, job.verification_cmd or ""))
        command = command_of(job, settings)
        if command and (job.status == PENDING or (job.status == CYCLIC and schedule_of(job, settings))):
            found.append(Command(job.key, command))
    return tuple(found)


def _due(
    stores: Stores, phase: Phase | None, running: dict[str, Run], now: datetime
) -> tuple[tuple[Command, ...], dict[str, Sight], tuple[str, ...]]:
    """The endless jobs to start, what is known of their schedules, and what stood in the way."""
    jobs = scheduled(phase, stores.settings)
    texts = {key: schedule_of(job, stores.settings.job(key)) for key, job in jobs.items()}
    sights = sighted(stores.schedules.read(), texts, now)
    try:
        health = stores.health.read(stores.zone) if jobs else {}
    except InvalidDocument as error:
        return (), sights, (f"no job is started, nobody knows what ran when: {error.line()}",)
    starts = []
    for key, job in jobs.items():
        settings = stores.settings.job(key)
        command = command_of(job, settings)
        if not command or _is_alive(stores, key, running):
            continue
        if due(job, settings, health.get(key), None, now, stores.zone, sights[key]).is_due:
            starts.append(Command(key, command))
    return tuple(starts), sights, ()


def _with_turn(
    stores: Stores,
    found: tuple[tuple[Command, ...], dict[str, Sight], tuple[str, ...]],
    step: Step,
    running: dict[str, Run],
    now: datetime,
) -> Situation:
    starts, sights, warnings = found
    plain = Situation(step, starts, sights=sights, warnings=warnings)
    job = step.job
    command = command_of(job, stores.settings.job(job.key)) if job and step.kind == "verify" else ""
    if job is None or not command:
        return plain
    if _is_alive(stores, job.key, running):
        return replace(plain, alive=True)
    tried = stores.attempts.of(job.key)
    last = next(iter(stores.runs.of_job(job.key, 1)), None) if tried else None
    if tried and last and last.good and step.command is None and last.started_at >= tried.last_at:
        return replace(plain, note="its command succeeded, but it has no verification command")
    most = job.max_attempts or stores.settings.job(job.key).max_attempts
    interval = minutes(stores.settings.heartbeat.interval_minutes)
    turn = next_turn(tried, command, most, last.ended_at if last else None, interval, now)
    return replace(plain, work=Command(job.key, command), turn=turn, last=last)


def _is_alive(stores: Stores, key: str, running: dict[str, Run]) -> bool:
    """Whether a run goes on, be it one that has just taken the job's lock."""
    return key in running or stores.runs.job_lock(key).holder() is not None
