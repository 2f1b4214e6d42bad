"""What a pulse sees for the first time: pending jobs, and commands that are new or changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from moie_tui.domain.amounts import counted, named
from moie_tui.domain.event import WARNING
from moie_tui.domain.plan import Effect
from moie_tui.domain.settings import Settings
from moie_tui.domain.state import PENDING, State
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores

TOGETHER, NAMED = 500, 12
"""Jobs of one event, and those its message names."""
SENDING_BACK = ("rollback", "undo")
_OF_A_JOB = len(("phases", "2", "jobs", "2.1", "status"))


def commands_of(state: State, settings: Settings) -> dict[str, str]:
    """Every shell command of a root, by what it is for: "1.1 verification_cmd", "5.1 command".

    A command of the config counts where the state has none for that job."""
    found = {f"{key} command": job.command for key, job in settings.jobs.items() if job.command}
    for _, job in state.jobs():
        for field in ("verification_cmd", "command"):
            command = getattr(job, field)
            if command:
                found[f"{job.key} {field}"] = command
    return found


def announce_pending(stores: Stores, state: State, now: datetime) -> None:
    """One event of the jobs first seen pending, from which their completion time is measured."""
    pending = {job.key: (phase, job) for phase, job in state.jobs() if job.status == PENDING}
    found = stores.sightings.first_seen(pending)
    again = _sent_back(stores, found) if found else ""
    seen = f"pending again after the {again}" if again else "first seen pending"
    if len(found) == 1:
        phase, job = pending[found[0]]
        facts = {"job": job.key, "phase": phase.id, "seen": "pending"}
        report(stores, now, "job", f"job {job.key} {job.task}: {seen}", metadata=facts)
        return
    # A line of the log has its limit.
    for some in (found[at : at + TOGETHER] for at in range(0, len(found), TOGETHER)):
        words = f"{counted(len(some), 'job')} {seen}: {named(some, NAMED)}"
        report(stores, now, "job", words, metadata={"jobs": some, "seen": "pending"})


def _sent_back(stores: Stores, keys: Collection[str]) -> str:
    """What made one of them pending since the last pulse: "rollback"; "" for nothing of ours."""
    for record in stores.operations.all():
        if record.kind == "pulse" and record.finished:
            return ""
        if record.kind in SENDING_BACK and any(_is_sent_back(effect, keys) for effect in record.effects):
            return record.kind
    return ""


def _is_sent_back(effect: Effect, keys: Collection[str]) -> bool:
    _, _, _, key, field = effect.path if len(effect.path) == _OF_A_JOB else ("",) * _OF_A_JOB
    return field == "status" and effect.after == PENDING and key in keys


def announce_commands(stores: Stores, state: State, now: datetime) -> None:
    """An event for each command new or changed since the last look; not while changes must be approved."""
    if stores.settings.trust_changes == "ask" or not stores.trust.is_trusted(stores.root):
        return
    commands = commands_of(state, stores.settings)
    changes = stores.trust.look(stores.root, commands)
    for name, before, after in changes:
        what = "is new" if before is None else "was removed" if after is None else "changed"
        facts = {"before": before, "after": after}
        report(stores, now, "trust", _said(name, what), level=WARNING, metadata=facts)
    if changes:
        stores.trust.learn(stores.root, commands)


def _said(name: str, what: str) -> str:
    """What happened to a command named as in `commands_of`."""
    key, _, field = name.rpartition(" ")
    words = "proof" if field == "verification_cmd" else "command"
    return f"the {words} of job {key} {what}"
