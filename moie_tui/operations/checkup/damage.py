"""What to do about a snapshot whose bytes rotted: heal it from the mirror, or set its bytes aside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from moie_tui.domain.checkup import NOTE, PROBLEM, Diagnosis, Rewrite
from moie_tui.domain.errors import InvalidDocument, MoieError
from moie_tui.domain.snapshot import Snapshot
from moie_tui.operations.checkup.patient import Patient
from moie_tui.storage.folders import OURS
from moie_tui.storage.health_file import HEALTH_NAME
from moie_tui.storage.mending import bytes_at
from moie_tui.storage.mirror import Mirror
from moie_tui.values.digest import sha256_of

_ROTTEN = "the damaged bytes"


def of_damaged(
    patient: Patient, row: Snapshot, data: bytes, wanted: str, *, linked: bool
) -> Iterator[Diagnosis]:
    """The finding with its mends: the bytes of the sum `wanted` from the mirror, else quarantine.

    A mirror that can't be asked just now may have them, so nothing is set aside until it answers."""
    name = str(patient.stores.snapshots.path(row).relative_to(patient.root))
    what = f"snapshot {row.id} is damaged: its bytes are not those taken (sha256 differs)"
    if linked:
        yield Diagnosis(PROBLEM, name, what, "nothing is mended through a symbolic link; heal it by hand")
        return
    try:
        sound = _of_mirror(patient, row, wanted)
    except MoieError as error:
        yield Diagnosis(PROBLEM, name, what, f"the mirror can't be asked for its bytes: {error.line()}")
        return
    if sound is not None:
        mend = Rewrite(name, data, sound, (_ROTTEN, "the bytes of the mirror's copy"))
        yield Diagnosis(PROBLEM, name, what, "heal it with the mirror's copy, which is sound", mend)
        return
    yield from _set_aside(patient, name, what, data)


def of_broken_health(patient: Patient, error: InvalidDocument) -> Iterator[Diagnosis]:
    """The finding with its mends: the broken bytes are kept aside, and the mirror's copy takes their place.

    Without a sound copy nobody but the operator can say what it should be."""
    folder, copy = patient.stores.settings.backups.mirror, None
    if folder:
        copy = Mirror(patient.root, folder, patient.stores.zone).health(patient.stores.zone)
    broken = bytes_at(patient.root, HEALTH_NAME)
    if copy is None or broken is None:
        fix = f"{error.fix}, or move it away: it then begins anew, and what waits is recorded"
        yield Diagnosis(PROBLEM, error.where, error.what, fix)
        return
    aside = f"{OURS}/quarantine/{PurePath(HEALTH_NAME).stem}-{sha256_of(broken)[:12]}.json"
    if bytes_at(patient.root, aside) != broken:
        keep = Rewrite(aside, None, broken, ("", "the bytes that can't be read"))
        yield Diagnosis(NOTE, error.path, "is kept aside before anything else", f"copy it to {aside}", keep)
    mend = Rewrite(HEALTH_NAME, broken, copy, ("can't be read", "the mirror's copy"))
    yield Diagnosis(PROBLEM, error.where, error.what, "take the mirror's copy, of its newest snapshot", mend)


def _of_mirror(patient: Patient, row: Snapshot, wanted: str) -> bytes | None:
    folder = patient.stores.settings.backups.mirror
    return Mirror(patient.root, folder, patient.stores.zone).copy_of(row.name, wanted) if folder else None


def _set_aside(patient: Patient, name: str, what: str, data: bytes) -> Iterator[Diagnosis]:
    stem = PurePath(name).stem
    aside = f"{OURS}/quarantine/{stem}-{sha256_of(data)[:12]}.json"
    gone = Rewrite(name, data, None, (_ROTTEN, ""))
    fix = f"no mirror has its bytes: move what is left of them to {aside}"
    if bytes_at(patient.root, aside) != data:
        yield Diagnosis(PROBLEM, name, what, fix, Rewrite(aside, None, data, ("", _ROTTEN)))
        what = "a damaged snapshot takes the place of a sound one"
        fix = "free it, once its bytes are kept aside"
    yield Diagnosis(PROBLEM, name, what, fix, gone)
