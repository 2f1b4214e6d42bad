"""One heartbeat: one step of the state."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from time import monotonic

from moie_tui.domain.amounts import named
from moie_tui.domain.errors import Cancelled, InvalidDocument, MoieError, PlanOutdated
from moie_tui.domain.event import CRITICAL
from moie_tui.domain.plan import ABSENT, FILE, Cancel, Clock, Command, Effect, Outcome, Plan, Progress
from moie_tui.domain.pulse import beat_effect
from moie_tui.domain.snapshot import HEARTBEAT, PHASE, Snapshot
from moie_tui.domain.timestamps import write_like
from moie_tui.operations.aftermath import clear_up
from moie_tui.operations.beat import Beaten, finish_beat
from moie_tui.operations.beat_words import interrupted_words, started_words, turn_words
from moie_tui.operations.config_note import note_config
from moie_tui.operations.consent import confirmed, require_trust, resting_on
from moie_tui.operations.interrupted import sweep_interrupted
from moie_tui.operations.launching import launch, launch_attempt
from moie_tui.operations.rotating import rotate_if_due
from moie_tui.operations.sightings import announce_commands, announce_pending
from moie_tui.operations.situation import Situation, every_command, situation
from moie_tui.operations.snapshotting import retention_effects, snapshot_effect, take
from moie_tui.operations.verify import prove
from moie_tui.processes.command import Ran
from moie_tui.storage.report import report
from moie_tui.storage.state_file import StateDocument
from moie_tui.storage.stores import Stores
from moie_tui.values import dataclass, replace

NAMED = 4
"""Jobs that a title names; of more only how many."""


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
        found = situation(self.stores, document.state, now)
        commands = self._commands(document, found)
        changes = (*found.effects(document.state), self._beat(document, now))
        if not found.held:
            changes = (snapshot_effect(_reason(found)), *changes, *retention_effects(self.stores))
        return Plan(
            operation=self.name,
            title=_title(found),
            effects=changes,
            commands=commands,
            warnings=tuple(self._warnings(found, commands)),
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
            lost = sweep_interrupted(self.stores, clock())
            self._take_up_kept()
            outcome = self._beat_once(plan, clock, progress, cancel)
            begun = [*_begun(outcome)]
            while self.repeat and outcome.outcome in ("verified", "promoted"):
                outcome = self._beat_once(self.plan(clock()), clock, progress, cancel)
                begun += _begun(outcome)
        rotate_if_due(self.stores, clock(), progress)
        message = outcome.message + interrupted_words(lost)
        return replace(outcome, message=message, detail={**outcome.detail, "started": begun})

    def _take_up_kept(self) -> None:
        with suppress(MoieError):  # they wait on; who reads the health tells what is wrong with it
            if self.stores.kept.count():
                from moie_tui.operations.execution import take_up_kept

                take_up_kept(self.stores)

    def _beat_once(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        stores, began = self.stores, monotonic()
        self._valid_document(clock())
        plan = confirmed(stores, self, plan, clock())
        document = self._valid_document(clock())
        found = self._consented(document, plan, clock())
        if found.held:
            return finish_beat(stores, document, Beaten(found, began), clock(), scheduled=self.scheduled)
        note_config(stores, clock())
        announce_commands(stores, document.state, clock())
        announce_pending(stores, document.state, clock())
        progress.step("taking a snapshot")
        reason = _reason(found)
        snapshot = take(stores, document, reason, clock(), pin=reason == PHASE)
        begun = launch(stores, document.state, found, clock())
        ran = self._prove(found, snapshot, begun, clock, progress, cancel)
        if ran is None or not ran.proven:
            begun += launch_attempt(stores, found, clock())
        progress.step("saving")
        beaten = Beaten(found, began, ran, snapshot, begun)
        return finish_beat(stores, document, beaten, clock(), scheduled=self.scheduled)

    def _consented(self, document: StateDocument, plan: Plan, now: datetime) -> Situation:
        """What is to be done, and is in the plan: the state may be another one by now."""
        found = situation(self.stores, document.state, now).as_planned(plan.commands)
        if plan.title.startswith(_head(running := replace(found, alive=True))):
            found = running  # should that run have ended meanwhile, the next pulse proves it
        commands = self._commands(document, found)
        require_trust(self.stores, commands)
        changes = found.effects(document.state)
        if not set(commands) <= set(plan.commands) or any(one not in plan.effects for one in changes):
            raise PlanOutdated(
                "the state changed just now, nothing was done", fix=f"look again: {plan.same_as}"
            )
        return found

    def _prove(
        self,
        found: Situation,
        snapshot: Snapshot,
        begun: tuple[Command, ...],
        clock: Clock,
        progress: Progress,
        cancel: Cancel,
    ) -> Ran | None:
        if found.proof is None or found.step.job is None:
            return None
        try:
            return prove(self.stores, found.step.job, progress, cancel)
        except Cancelled:
            self.stores.snapshots.remove(snapshot)
            what = f"pulse: cancelled while verifying {found.proof.job}{started_words(begun)}"
            report(self.stores, clock(), "heartbeat", what, metadata={"outcome": "cancelled"})
            raise

    def _valid_document(self, now: datetime) -> StateDocument:
        try:
            return self.stores.state.read()
        except InvalidDocument as error:
            if self.stores.state.quarantine_live():
                report(self.stores, now, "state", error.line(), level=CRITICAL)
            raise

    def _warnings(self, found: Situation, commands: tuple[Command, ...]) -> Iterator[str]:
        if found.held or found.step.kind == "blocked":
            yield found.step.why
        yield from found.warnings
        if found.turn is not None and not found.alive and found.attempt is None:
            yield turn_words(found.turn, self.stores.zone)
        if commands and not self.stores.trust.is_trusted(self.stores.root):
            yield "nobody trusted this root's commands yet: `moie trust` shows them"
        if commands:
            yield "what a command does to the world can't be undone"

    def _commands(self, document: StateDocument, found: Situation) -> tuple[Command, ...]:
        if self.repeat and not found.held:
            return every_command(self.stores, document.state)
        return found.commands

    def _beat(self, document: StateDocument, now: datetime) -> Effect:
        last = document.state.last_heartbeat
        return beat_effect(last, write_like(now, last, self.stores.zone, document.version))


def _title(found: Situation) -> str:
    starts = [one.job for one in found.starts]
    return _head(found) + (f" · starts {named(starts, NAMED)}" if starts else "")


def _head(found: Situation) -> str:
    return f"Heartbeat · {title_of(found)}"


def title_of(found: Situation) -> str:
    """What the beat is about, for the head of a sheet."""
    step = found.step
    if found.alive and step.job:
        return f"job {step.job.key} is running"
    if step.kind == "verify" and step.job:
        return f"verify job {step.job.key}"
    if step.kind == "promoted":
        return f"go on to phase {step.next_phase.key}" if step.next_phase else "the last phase is done"
    if step.kind == "cyclic" and step.phase:
        return f"phase {step.phase.key}" + ("" if found.starts else ", whose jobs run for ever")
    return step.kind


def _reason(found: Situation) -> str:
    return PHASE if found.step.kind == "promoted" else HEARTBEAT


def _begun(outcome: Outcome) -> list[str]:
    started = outcome.detail["started"]
    assert isinstance(started, list)
    return started
