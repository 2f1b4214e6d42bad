"""The end of a heartbeat: its own effects merged into the state as it is now, saved and reported."""

from __future__ import annotations

from datetime import datetime

from moie_tui.domain.diff import apply, conflicts
from moie_tui.domain.event import INFO, WARNING
from moie_tui.domain.plan import Outcome
from moie_tui.domain.pulse import Step, beat_effect, step_effects
from moie_tui.domain.snapshot import Snapshot
from moie_tui.domain.text import plain, shorten
from moie_tui.domain.timestamps import write_like
from moie_tui.operations.mirroring import mirrored, with_mirror
from moie_tui.operations.saving import recorded
from moie_tui.operations.snapshotting import snapshot_effect
from moie_tui.processes.command import Ran
from moie_tui.processes.explain import explain
from moie_tui.storage.report import journal, report
from moie_tui.storage.state_file import StateDocument
from moie_tui.storage.stores import Stores
from moie_tui.storage.strict_json import dump

KEPT_OUTPUT = 4000
"""How many characters of a verification's output its event keeps; a line of the log is bounded."""


def finish_beat(
    stores: Stores,
    document: StateDocument,
    step: Step,
    ran: Ran | None,
    snapshot: Snapshot | None,
    now: datetime,
    *,
    scheduled: bool,
) -> Outcome:
    """Applies what the step proved by id, stamps the heartbeat, and tells the log."""
    outcome = outcome_of(step, ran, held=snapshot is None)
    message = message_of(outcome, step, ran)
    wanted = step_effects(document.state, step) if outcome in ("verified", "promoted") else ()
    taken = (snapshot_effect(snapshot.reason, snapshot.name),) if snapshot else ()
    with recorded(stores, "pulse", now, scheduled=scheduled) as record:

        def beat(current: StateDocument) -> dict[str, object]:
            refused = conflicts(current.raw, wanted)
            last = current.state.last_heartbeat
            stamp = beat_effect(last, write_like(now, last, stores.zone, current.version))
            mine = [effect for effect in wanted if effect not in refused]
            new = apply(current.raw, [*mine, stamp])
            record.intend((*taken, *mine, stamp), {current.name: current.data}, {current.name: dump(new)})
            return new

        stores.state.update(beat)
        record.outcome, record.message = outcome, message
    level = WARNING if outcome in ("blocked", "action-required") else INFO
    about = {"operation": record.id, "outcome": outcome, "job": step.job.key if step.job else None}
    facts = {**about, **(evidence(ran) if ran else {})}
    report(stores, now, "heartbeat", f"pulse: {message}", level=level, metadata=facts)
    journal(stores, now, message)
    mirror = mirrored(stores, now) if snapshot else None
    return Outcome(
        operation=record.id,
        outcome=outcome,
        message=with_mirror(message, mirror),
        effects=tuple(record.effects),
        snapshot=snapshot.name if snapshot else None,
        exit_code=1 if outcome == "blocked" else 0,
        detail={
            "phase": step.phase.id if step.phase else None,
            "job": step.job.id if step.job else None,
            "started": [],
            **({"mirror": mirror} if mirror else {}),
        },
    )


def evidence(ran: Ran) -> dict[str, object]:
    """What the log keeps of a verification, so that a failure can be understood later."""
    return {"exit_code": ran.exit_code, "duration_ms": ran.duration_ms, "output": ran.output[-KEPT_OUTPUT:]}


def outcome_of(step: Step, ran: Ran | None, *, held: bool) -> str:
    """The outcome word of the contract."""
    if held:
        return "held"
    if step.kind != "verify":
        return step.kind
    return "verified" if ran is not None and ran.proven else "action-required"


def why_not(ran: Ran) -> str:
    """How the verification ended, and the last thing it said."""
    said = [line for line in map(plain, ran.output.splitlines()) if line.strip()]
    return f"{explain(ran)}: {shorten(said[-1].strip(), 120)}" if said else explain(ran)


def message_of(outcome: str, step: Step, ran: Ran | None) -> str:
    """One sentence: what happened, and for a job that needs a hand its task, description and why."""
    job, phase = step.job, step.phase
    if outcome == "verified" and job:
        return f"verified: job {job.key} {job.task} is completed"
    if outcome == "action-required" and job:
        why = why_not(ran) if ran else "it has no verification command"
        about = f"{job.task}: {job.description}" if job.description else job.task
        return f"action required: job {job.key} {about} ({why})"
    if outcome == "promoted":
        where = (
            f"phase {step.next_phase.key} {step.next_phase.name} is current"
            if step.next_phase
            else "no phase is left"
        )
        return f"promoted: {where}"
    if outcome == "cyclic" and phase:
        return f"cyclic: phase {phase.key} {phase.name} runs forever"
    return f"{outcome}: {step.why}" if step.why else outcome
