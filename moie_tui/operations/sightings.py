"""What a pulse sees for the first time: pending jobs, and commands that are new or changed."""

from __future__ import annotations

from datetime import datetime

from moie_tui.domain.event import WARNING
from moie_tui.domain.settings import Settings
from moie_tui.domain.state import PENDING, State
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores


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
    """An event for each job first seen pending, from which its completion time is measured."""
    pending = {job.key: (phase, job) for phase, job in state.jobs() if job.status == PENDING}
    for key in stores.sightings.first_seen(pending):
        phase, job = pending[key]
        facts = {"job": key, "phase": phase.id, "seen": "pending"}
        report(stores, now, "job", f"job {key} {job.task}: first seen pending", metadata=facts)


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
