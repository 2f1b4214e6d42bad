"""The disk: is there room for what is written next."""

from __future__ import annotations

from collections.abc import Iterator

from moie_tui.domain.amounts import size
from moie_tui.domain.checkup import OK, PROBLEM, Diagnosis
from moie_tui.operations.checkup.patient import Patient
from moie_tui.storage.folders import is_read_only
from moie_tui.storage.root_files import root_files

LEAST, TIMES = 100_000_000, 5


def check_disk(patient: Patient) -> Iterator[Diagnosis]:
    """Whether it takes anything at all, and its free space, held against what the root takes already."""
    if is_read_only(patient.root):
        fix = "`moie archive FILE` on another disk still saves the root; then look at this one's health"
        yield Diagnosis(PROBLEM, "disk", "is read-only: nothing here can be written, no pulse can beat", fix)
    free = patient.machine.free_bytes(patient.root)
    taken = 0
    for path in root_files(patient.root):
        try:
            taken += (patient.root / path).stat().st_size
        except FileNotFoundError:
            continue  # pruned just now
    wanted = max(LEAST, TIMES * taken)
    said = f"{size(free)} free, the root takes {size(taken)}"
    if free < wanted:
        yield Diagnosis(PROBLEM, "disk", f"{said}: less than {size(wanted)}", "free some space")
    else:
        yield Diagnosis(OK, "disk", said)
