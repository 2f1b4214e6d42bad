"""The clock: whether anything here is of the future."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from moie_tui.domain.amounts import ago
from moie_tui.domain.checkup import NOTE, OK, PROBLEM, Diagnosis
from moie_tui.domain.errors import InvalidDocument
from moie_tui.domain.timestamps import moment_of
from moie_tui.operations.checkup.patient import Patient, counted

AHEAD = timedelta(seconds=60)
LEAP_SECONDS = 2.0


def check_clock(patient: Patient) -> Iterator[Diagnosis]:
    """The heartbeat, the newest snapshot and event, and the times the disk gives to files."""
    latest = patient.now + AHEAD
    found = [*_beat(patient, latest), *_recorded(patient, latest), *_disk(patient)]
    yield from found
    if not found:
        yield Diagnosis(OK, "clock", "nothing here is of the future")


def check_steady(patient: Patient, wall: float, monotonic: float) -> Iterator[Diagnosis]:
    """Whether the clock was set since these two readings."""
    jump = (patient.machine.wall() - wall) - (patient.machine.monotonic() - monotonic)
    if abs(jump) > LEAP_SECONDS:
        what = f"this machine's clock jumped by {jump:+.0f} s while the root was checked"
        yield Diagnosis(NOTE, "clock", what, "look at its time service, then check again")


def _beat(patient: Patient, latest: datetime) -> Iterator[Diagnosis]:
    try:
        document = patient.stores.state.read()
    except InvalidDocument:
        return  # told by the check of the documents
    beat = moment_of(document.state.last_heartbeat, patient.stores.zone)
    if beat is not None and beat > latest:
        what = f"the last heartbeat is {ago(beat - patient.now)} ahead of this machine's clock"
        yield Diagnosis(PROBLEM, document.name, what, "set the clock, or system.timezone in config.yaml")


def _recorded(patient: Patient, latest: datetime) -> Iterator[Diagnosis]:
    snapshots = [one for one in patient.stores.snapshots.all() if one.taken_at > latest]
    if snapshots:
        what = f"{counted(len(snapshots), 'snapshot')} of the future, like {snapshots[0].id}"
        yield Diagnosis(NOTE, "backups", what, "their order is by sequence, so nothing is lost")
    events = [one for one in patient.stores.events.tail(500) if one.timestamp > latest]
    if events:
        what = f"{counted(len(events), 'event')} of the future"
        yield Diagnosis(NOTE, "logs", what, "set the clock of whoever wrote them")


def _disk(patient: Patient) -> Iterator[Diagnosis]:
    """A file system of another machine may have a clock of its own."""
    wall = patient.machine.wall()
    for name in sorted(os.listdir(patient.root)):
        path = patient.root / name
        changed = path.lstat().st_mtime if os.path.lexists(path) else wall
        if changed > wall + AHEAD.total_seconds():
            at = datetime.fromtimestamp(changed, UTC).isoformat(timespec="seconds")
            what = f"was changed in the future, at {at}: the disk's clock and this machine's differ"
            yield Diagnosis(NOTE, name, what, "set the clocks, or touch it")
