"""What a heartbeat came to, in a word of the contract and in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from moie_tui.domain.health import ago
from moie_tui.domain.state import Job
from moie_tui.domain.text import plain, shorten
from moie_tui.domain.timestamps import MACHINE_ZONE
from moie_tui.operations.situation import Situation
from moie_tui.processes.command import Ran

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.own_work import Turn
    from moie_tui.domain.plan import Command
    from moie_tui.domain.run import Run


def outcome_of(found: Situation, ran: Ran | None, begun: Sequence[Command]) -> str:
    """The outcome word of the contract."""
    if found.step.kind != "verify":
        return found.step.kind
    if found.alive:
        return "running"
    if ran is not None and ran.proven:
        return "verified"
    if found.turn is None:
        return "action-required"
    if found.turn.kind == "wait":
        return "waiting"
    return "started" if found.attempt in begun else "blocked"


def message_of(outcome: str, found: Situation, ran: Ran | None, now: datetime) -> str:
    """One sentence: what happened, and for a job that needs a hand its task, description and why."""
    step, job = found.step, found.step.job
    if step.kind == "verify" and job is not None:
        return f"{outcome.replace('-', ' ')}: job {job.key} {_of_job(outcome, found, job, ran, now)}"
    if outcome == "promoted":
        following = step.next_phase
        where = f"phase {following.key} {following.name} is current" if following else "no phase is left"
        return f"promoted: {where}"
    if outcome == "cyclic" and step.phase:
        return f"cyclic: phase {step.phase.key} runs for ever"
    return f"{outcome}: {step.why}" if step.why else outcome


def _of_job(outcome: str, found: Situation, job: Job, ran: Ran | None, now: datetime) -> str:
    if outcome == "verified":
        return f"{job.task} is completed"
    if outcome == "running":
        return f"{job.task} is at work"
    why = why_not(ran) if ran else found.note or "it has no verification command"
    about = f"{job.task}: {job.description}" if job.description else job.task
    turn = found.turn
    if turn is None:
        return f"{about} ({why})"
    if outcome == "started":
        return f"{job.task}, attempt {turn.number} of {turn.most} ({why})"
    if outcome == "waiting":
        return f"{job.task}, attempt {turn.number} of {turn.most} comes {_when(turn, now)} ({why})"
    failed = (
        f"{turn.most} attempt{'s' * (turn.most != 1)} failed"
        if turn.kind == "used up"
        else "its command could not be started"
    )
    if turn.kind == "used up" and found.last is not None:
        proof = f"; its check: {why}" if ran else ""
        return f"{about}, {failed}, the last with {found.last.why or found.last.ending}{proof}"
    return f"{about}, {failed} ({why})"


def interrupted_words(lost: Sequence[Run]) -> str:
    """Which runs it recorded as interrupted, "" without any."""
    return "".join(f"; a run of job {run.job} was interrupted" for run in lost)


def _when(turn: Turn, now: datetime) -> str:
    soon = turn.at is None or turn.at <= now
    return "with the next pulse" if soon or turn.at is None else f"in {ago(turn.at - now)}"


def turn_words(turn: Turn, zone: tzinfo | None) -> str:
    """What a plan says of an attempt that is not now."""
    if turn.kind == "used up" or turn.at is None:
        return f"all {turn.most} attempts are used up: `moie job JOB pending` allows them anew"
    at = f"{turn.at.astimezone(zone or MACHINE_ZONE):%Y-%m-%d %H:%M}"
    return f"attempt {turn.number} of {turn.most} comes at {at}"


def started_words(begun: Sequence[Command]) -> str:
    """What was started, for the end of a sentence."""
    return f"; started {', '.join(one.job for one in begun)}" if begun else ""


def why_not(ran: Ran) -> str:
    """How the verification ended, and the last thing it said."""
    from moie_tui.processes.explain import explain

    said = [line for line in map(plain, ran.output.splitlines()) if line.strip()]
    return f"{explain(ran)}: {shorten(said[-1].strip(), 120)}" if said else explain(ran)
