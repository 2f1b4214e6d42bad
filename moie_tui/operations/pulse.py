"""One heartbeat: one step of the state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from moie_tui.domain.errors import Cancelled, InvalidDocument, PlanOutdated
from moie_tui.domain.event import CRITICAL
from moie_tui.domain.plan import ABSENT, FILE, Cancel, Clock, Command, Effect, Outcome, Plan, Progress
from moie_tui.domain.pulse import Step, beat_effect, next_step, step_effects
from moie_tui.domain.snapshot import HEARTBEAT, PHASE, Snapshot
from moie_tui.domain.state import PENDING
from moie_tui.domain.timestamps import write_like
from moie_tui.operations.aftermath import clear_up
from moie_tui.operations.beat import finish_beat
from moie_tui.operations.config_note import note_config
from moie_tui.operations.consent import confirmed, require_trust, resting_on
from moie_tui.operations.sightings import announce_commands, announce_pending
from moie_tui.operations.snapshotting import retention_effects, snapshot_effect, take
from moie_tui.operations.verify import prove
from moie_tui.processes.command import Ran
from moie_tui.storage.report import report
from moie_tui.storage.state_file import StateDocument
from moie_tui.storage.stores import Stores

HELD = Step("blocked", why="pulses are off (heartbeat.enabled: false)")


@dataclass(frozen=True)
class Pulse:
    """A heartbeat; `repeat` goes on while steps succeed, `scheduled` marks cron's."""

    stores: Stores
    repeat: bool = False
    scheduled: bool = False
    name: str = "pulse"

    def plan(self, now: datetime) -> Plan:
        """The next step, what depends on a proof, and the commands that may run."""
        self.stores.state.guard_newer()
        try:
            document = self.stores.state.read()
        except InvalidDocument as error:
            return self._quarantine_plan(error)
        step = self._step(document)
        reason = PHASE if step.kind == "promoted" else HEARTBEAT
        warnings = [step.why] if step.kind == "blocked" else []
        commands = self._commands(document, step)
        if commands and not self.stores.trust.is_trusted(self.stores.root):
            warnings.append("nobody trusted this root's commands yet: `moie trust` shows them")
        if commands:
            warnings.append("what a command does to the world can't be undone")
        effects = (
            snapshot_effect(reason),
            *(() if step is HELD else step_effects(document.state, step)),
            self._beat(document, now),
            *retention_effects(self.stores),
        )
        return Plan(
            operation=self.name,
            title=f"Heartbeat · {title_of(step)}",
            effects=effects if step is not HELD else effects[1:2],
            commands=commands,
            warnings=tuple(warnings),
            rests_on=resting_on(self.stores.root, document.name),
            same_as="moie pulse" + (" --all" if self.repeat else ""),
        )

    def _quarantine_plan(self, error: InvalidDocument) -> Plan:
        """An unreadable state is never touched; a copy of it is kept and the pulse fails."""
        live = self.stores.state.path(self.stores.state.require_live_version()).name
        return Plan(
            operation=self.name,
            title="Heartbeat · the state can't be read",
            effects=(Effect(FILE, ".moie/quarantine", ABSENT, f"a copy of {live}"),),
            warnings=(f"nothing will beat: {error.line()}",),
            rests_on=resting_on(self.stores.root, live),
            same_as="moie pulse",
        )

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Takes the pulse lock or raises Busy at once, then beats."""
        with self.stores.pulse_lock.hold(holder=f"{self.name} {self.stores.origin}") as died:
            clear_up(self.stores, died, clock())
            outcome = self._beat_once(plan, clock, progress, cancel)
            while self.repeat and outcome.outcome in ("verified", "promoted"):
                outcome = self._beat_once(self.plan(clock()), clock, progress, cancel)
        return outcome

    def _beat_once(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        self._valid_document(clock())
        plan = confirmed(self.stores, self, plan, clock())
        document = self._valid_document(clock())
        step = self._step(document)
        self._require_consent(document, step, plan)
        if step is HELD:
            return self._finish(document, step, None, None, clock())
        note_config(self.stores, clock())
        announce_commands(self.stores, document.state, clock())
        announce_pending(self.stores, document.state, clock())
        progress.step("taking a snapshot")
        reason = PHASE if step.kind == "promoted" else HEARTBEAT
        snapshot = take(self.stores, document, reason, clock(), pin=reason == PHASE)
        ran = None
        if step.job is not None and step.command is not None:
            try:
                ran = prove(self.stores, step.job, progress, cancel)
            except Cancelled:
                self.stores.snapshots.remove(snapshot)
                report(self.stores, clock(), "heartbeat", f"pulse: cancelled while verifying {step.job.key}")
                raise
        progress.step("saving")
        return self._finish(document, step, ran, snapshot, clock())

    def _require_consent(self, document: StateDocument, step: Step, plan: Plan) -> None:
        """Nothing is done that is not in the plan: the state may be another one by now."""
        commands = self._commands(document, step)
        require_trust(self.stores, commands)
        wanted = () if step is HELD else step_effects(document.state, step)
        if commands != plan.commands or any(one not in plan.effects for one in wanted):
            raise PlanOutdated(
                "the state changed just now, nothing was done", fix=f"look again: {plan.same_as}"
            )

    def _finish(
        self, document: StateDocument, step: Step, ran: Ran | None, snapshot: Snapshot | None, now: datetime
    ) -> Outcome:
        return finish_beat(self.stores, document, step, ran, snapshot, now, scheduled=self.scheduled)

    def _valid_document(self, now: datetime) -> StateDocument:
        try:
            return self.stores.state.read()
        except InvalidDocument as error:
            if self.stores.state.quarantine_live():
                report(self.stores, now, "state", error.line(), level=CRITICAL)
            raise

    def _step(self, document: StateDocument) -> Step:
        if not self.stores.settings.heartbeat.enabled:
            return HELD
        paused = {key for key, job in self.stores.settings.jobs.items() if job.paused}
        return next_step(document.state, paused)

    def _commands(self, document: StateDocument, step: Step) -> tuple[Command, ...]:
        if self.repeat:
            jobs = [job for _, job in document.state.jobs() if job.status == PENDING]
            return tuple(
                Command(job.key, job.verification_cmd or "")
                for job in jobs
                if (job.verification_cmd or "").strip()
            )
        return (Command(step.job.key, step.command),) if step.job and step.command else ()

    def _beat(self, document: StateDocument, now: datetime) -> Effect:
        last = document.state.last_heartbeat
        return beat_effect(last, write_like(now, last, self.stores.zone, document.version))


def title_of(step: Step) -> str:
    """What the step is about, for the head of a sheet."""
    if step is HELD:
        return "held"
    if step.kind == "verify" and step.job:
        return f"verify job {step.job.key}"
    if step.kind == "promoted":
        return f"go on to phase {step.next_phase.key}" if step.next_phase else "the last phase is done"
    if step.kind == "cyclic" and step.phase:
        return f"phase {step.phase.key} runs forever"
    return step.kind
