"""The end of a heartbeat: its own effects merged into the state as it is now, saved and reported."""

from __future__ import annotations

from datetime import datetime
from time import monotonic

from moie_tui.domain.diff import apply, conflicts
from moie_tui.domain.event import INFO, WARNING
from moie_tui.domain.plan import Command, Effect, Outcome
from moie_tui.domain.pulse import beat_effect, step_effects
from moie_tui.domain.timestamps import write_like
from moie_tui.operations.beat_words import message_of, outcome_of, started_words
from moie_tui.operations.mirroring import mirrored, with_mirror
from moie_tui.operations.saving import Recording, recorded
from moie_tui.operations.situation import Situation, run_effect
from moie_tui.operations.snapshotting import snapshot_effect
from moie_tui.processes.command import Ran
from moie_tui.storage.report import journal, report
from moie_tui.storage.state_file import StateDocument
from moie_tui.storage.stores import Stores
from moie_tui.storage.strict_json import dump
from moie_tui.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.snapshot import Snapshot

KEPT_OUTPUT = 4000
"""How many characters of a verification's output its event keeps; a line of the log is bounded."""
NEEDS_A_HAND = ("blocked", "action-required")


@dataclass(frozen=True)
class Beaten:
    """What a heartbeat found and did before its end: how the proof went, what was taken and started.

    `began` are the monotonic seconds of its start."""

    found: Situation
    began: float
    ran: Ran | None = None
    snapshot: Snapshot | None = None
    begun: tuple[Command, ...] = ()


def finish_beat(
    stores: Stores, document: StateDocument, beaten: Beaten, now: datetime, *, scheduled: bool
) -> Outcome:
    """Applies what the step proved by id, stamps the heartbeat, and tells the log."""
    step, snapshot = beaten.found.step, beaten.snapshot
    outcome = outcome_of(beaten.found, beaten.ran, beaten.begun)
    message = message_of(outcome, beaten.found, beaten.ran, now)
    wanted = step_effects(document.state, step) if outcome in ("verified", "promoted") else ()
    with recorded(stores, "pulse", now, scheduled=scheduled) as record:
        _save(stores, record, beaten, wanted, now)
        record.outcome, record.message = outcome, message
    if outcome == "verified" and step.job:
        stores.attempts.forget(step.job.key)
    _tell(stores, beaten, record, now)
    mirror = mirrored(stores, now) if snapshot else None
    # What the operator must do is said in the same words at each beat, so that cron tells it once.
    begun = "" if outcome in NEEDS_A_HAND or outcome == "started" else started_words(beaten.begun)
    return Outcome(
        operation=record.id,
        outcome=outcome,
        message=with_mirror(message + begun, mirror),
        effects=tuple(record.effects),
        snapshot=snapshot.name if snapshot else None,
        exit_code=1 if outcome == "blocked" else 0,
        detail={
            "phase": step.phase.id if step.phase else None,
            "job": step.job.id if step.job else None,
            "started": [one.job for one in beaten.begun],
            **({"mirror": mirror} if mirror else {}),
        },
    )


def _save(
    stores: Stores, record: Recording, beaten: Beaten, wanted: tuple[Effect, ...], now: datetime
) -> None:
    snapshot, alarm = beaten.snapshot, beaten.found.alarm
    taken = (snapshot_effect(snapshot.reason, snapshot.name),) if snapshot else ()
    done: tuple[Effect, ...] = (*taken, *map(run_effect, beaten.begun))
    before: dict[str, bytes | None] = {}
    after: dict[str, bytes | None] = {}

    def hold(old: bytes | None, new: bytes) -> None:
        before[stores.hold.name], after[stores.hold.name] = old, new
        record.intend(done, before, after)

    def beat(current: StateDocument) -> dict[str, object]:
        refused = conflicts(current.raw, wanted)
        last = current.state.last_heartbeat
        stamp = beat_effect(last, write_like(now, last, stores.zone, current.version))
        mine = [effect for effect in wanted if effect not in refused]
        new = apply(current.raw, [*mine, stamp])
        files, left = {**before, current.name: current.data}, {**after, current.name: dump(new)}
        record.intend((*done, *mine, stamp), files, left)
        return new

    if alarm is not None:
        from moie_tui.operations.hold import hold_of

        done = (*done, alarm)
        stores.hold.write(hold_of(stores, now, None, beaten.found.step.why), hold)
    stores.state.update(beat)


def _tell(stores: Stores, beaten: Beaten, record: Recording, now: datetime) -> None:
    step, turn, ran = beaten.found.step, beaten.found.turn, beaten.ran
    level = WARNING if record.outcome in NEEDS_A_HAND else INFO
    facts: dict[str, object] = {
        "operation": record.id,
        "outcome": record.outcome,
        "job": step.job.key if step.job else None,
        **_timing(beaten.began),
    }
    if beaten.begun:
        facts["started"] = [one.job for one in beaten.begun]
    if turn is not None:
        facts["attempts"] = turn.number - (turn.kind == "wait")
    if ran is not None:
        facts |= evidence(ran)
    said = record.message + started_words(beaten.begun)
    report(stores, now, "heartbeat", f"pulse: {said}", level=level, metadata=facts)
    journal(stores, now, said)
    if beaten.found.alarm is not None:
        from moie_tui.operations.hold import held, hold_of, tell

        tell(stores, now, held(stores, hold_of(stores, now, None, step.why)), record.id)


def _timing(began: float) -> dict[str, object]:
    """How long the beat took, and how long the machine has been awake: two beats tell whether it slept."""
    awake = monotonic()  # stands still while the machine sleeps
    return {"beat_ms": round((awake - began) * 1000, 1), "awake_seconds": round(awake, 1)}


def evidence(ran: Ran) -> dict[str, object]:
    """What the log keeps of a verification, so that a failure can be understood later."""
    return {"exit_code": ran.exit_code, "duration_ms": ran.duration_ms, "output": ran.output[-KEPT_OUTPUT:]}
