"""The disk: is there room for what is written next."""

from __future__ import annotations

from collections.abc import Iterator

from moie_tui.domain.amounts import size
from moie_tui.domain.checkup import OK, PROBLEM, Diagnosis
from moie_tui.operations.checkup.patient import Patient
from moie_tui.storage.root_files import root_files

LEAST, TIMES = 100_000_000, 5


def check_disk(patient: Patient) -> Iterator[Diagnosis]:
    """Free space, held against what the root takes already."""
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
