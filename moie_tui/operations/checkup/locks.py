"""The locks: who holds them, and names that killed holders left in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from moie_tui.domain.checkup import NOTE, OK, PROBLEM, Diagnosis
from moie_tui.domain.timestamps import moment_of
from moie_tui.operations.checkup.patient import Patient, counted
from moie_tui.processes.strays import strays_of
from moie_tui.storage.locks import FileLock

LONG = timedelta(hours=1)
RUN_LOCK = "run.lock"
_SHOWN = 5


def check_locks(patient: Patient) -> Iterator[Diagnosis]:
    """Every lock of the root."""
    found = False
    for path in sorted((patient.root / ".moie").rglob("*.lock")):
        for one in _lock(patient, FileLock(path), str(path.relative_to(patient.root))):
            found = True
            yield one
    if not found:
        yield Diagnosis(OK, "locks", "all free")


def check_strays(patient: Patient) -> Iterator[Diagnosis]:
    """Commands that run on though the moie that started them was killed."""
    strays = sorted(one.pid for one in strays_of(patient.root))
    if strays:
        pids = ", ".join(map(str, strays[:_SHOWN])) + (", …" if len(strays) > _SHOWN else "")
        many = counted(len(strays), "process").replace("processs", "processes")
        what = f"{many} of a command run on though the moie of that command was killed: pid {pids}"
        yield Diagnosis(PROBLEM, "processes", what, "`moie pulse` ends them")


def _lock(patient: Patient, lock: FileLock, where: str) -> Iterator[Diagnosis]:
    holder = lock.holder()
    if holder is None:
        if left := lock.left_by():
            what = f"free, but still names {left.line()}: it was killed"
            beat = lock.path == patient.stores.pulse_lock.path
            fix = "`moie pulse` clears up after it" if beat else "the next holder writes its own name"
            yield Diagnosis(NOTE, where, what, fix)
        return
    since = moment_of(holder.since, None)
    # A run may take its time; how long it may is told by its own limit.
    if since is not None and patient.now - since > LONG and lock.path.name != RUN_LOCK:
        what, fix = f"held for long by {holder.line()}", "look whether that process hangs"
        yield Diagnosis(PROBLEM, where, what, fix)
    else:
        yield Diagnosis(NOTE, where, f"held by {holder.line()}", "it lets go when it is done")
