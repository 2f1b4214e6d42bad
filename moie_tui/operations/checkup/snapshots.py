"""The snapshots: their sums, a scratch restore of each, and what the index says of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from moie_tui.domain.checkup import NOTE, OK, PROBLEM, Diagnosis, Mend, Rewrite
from moie_tui.domain.errors import InvalidDocument, MoieError, UsageError
from moie_tui.domain.snapshot import Snapshot
from moie_tui.domain.state import LATEST_VERSION
from moie_tui.operations.carry import carried_bytes
from moie_tui.operations.checkup.damage import of_damaged
from moie_tui.operations.checkup.patient import Patient, counted
from moie_tui.storage.mending import bytes_at
from moie_tui.storage.scratch import restore_in_scratch, sweep_scratch
from moie_tui.storage.snapshot_care import INDEX, SnapshotCare, mended_index, proof, sum_line, torn_lines
from moie_tui.storage.snapshot_index import Fields
from moie_tui.storage.state_file import parsed
from moie_tui.values.digest import sha256_of

SOUND, DAMAGED, HEALED, UNFIT = "sound", "damaged", "healed", "unfit"
"""What a snapshot is: `unfit` is one that this moie can't restore though its bytes are those taken."""


def check_snapshots(patient: Patient) -> Iterator[Diagnosis]:
    """Every snapshot, then the index as a whole."""
    sweep_scratch()
    rows = patient.stores.snapshots.all()
    care = SnapshotCare(patient.root, patient.stores.zone)
    proofs: list[Fields] = []
    live, sound = _live_version(patient), 0
    for at, row in enumerate(rows, start=1):
        patient.step(f"restoring snapshot {at} of {len(rows)} in a scratch folder: {row.id}")
        try:
            found, fate = _examined(patient, care, row, live)
        except UsageError:
            continue  # another program deleted it just now
        yield from found
        sound += fate == SOUND
        proofs += _proofs(patient, care, row, fate)
    yield from _index(care, rows, proofs)
    if not rows:
        yield Diagnosis(NOTE, "backups", "there is no snapshot yet", "`moie backup` takes one")
    elif sound == len(rows):
        yield Diagnosis(
            OK, "backups", f"{counted(sound, 'snapshot')}: sums agree, and a scratch restore went well"
        )


def _proofs(patient: Patient, care: SnapshotCare, row: Snapshot, fate: str) -> Iterator[Fields]:
    """What the index is to say of a snapshot from now on, where it says something else."""
    has_sum = bool(care.recorded_sum(row) or care.sidecar_sum(row))
    if fate == SOUND and has_sum and row.schema_version <= LATEST_VERSION and (row.damaged or not row.proven):
        yield proof(row, patient.now)
    elif fate == HEALED and row.damaged:
        yield proof(row, None)
    elif (fate == DAMAGED and not row.damaged) or (fate in (DAMAGED, UNFIT) and row.proven):
        yield proof(row, None, damaged=fate == DAMAGED)


def _examined(
    patient: Patient, care: SnapshotCare, row: Snapshot, live: int | None
) -> tuple[list[Diagnosis], str]:
    """What is wrong with one, and what it is once that is mended."""
    data = patient.stores.snapshots.stored_bytes(row)
    sha256, recorded, beside = sha256_of(data), care.recorded_sum(row), care.sidecar_sum(row)
    name = str(patient.stores.snapshots.path(row).relative_to(patient.root))
    if sha256 != (wanted := recorded or beside or sha256):
        found = list(of_damaged(patient, row, data, wanted, linked=care.is_linked()))
        mends = [one.mend for one in found if isinstance(one.mend, Rewrite) and one.mend.path == name]
        return found, HEALED if any(mend.after for mend in mends) else DAMAGED
    try:
        _restore(patient, row, data, live)
    except MoieError as error:
        what = f"snapshot {row.id} can't be restored: {error.line()}"
        found = [Diagnosis(PROBLEM, name, what, "`moie rollback` takes the newest one that can")]
        return found, DAMAGED if _is_none(row, data) else UNFIT
    return ([] if beside == sha256 else [_sidecar(patient, care, row, sha256, beside)]), SOUND


def _is_none(row: Snapshot, data: bytes) -> bool:
    """Whether the bytes are no state of a version that we know."""
    try:
        return row.schema_version <= LATEST_VERSION and not parsed(data, row.name, row.schema_version)
    except InvalidDocument:
        return True


def _restore(patient: Patient, row: Snapshot, data: bytes, live: int | None) -> None:
    """The way a rollback goes, into a folder that is thrown away; an older one is carried up first."""
    if row.schema_version > LATEST_VERSION:
        what = f"is of version {row.schema_version}, newer than this moie knows"
        raise InvalidDocument(what, path=row.name, fix="use a newer moie")
    restore_in_scratch(data, row.schema_version)
    if live is not None and live <= LATEST_VERSION and live != row.schema_version:
        carried = carried_bytes(patient.stores, data, row.name, row.schema_version, live, patient.now)
        restore_in_scratch(carried, live)


def _live_version(patient: Patient) -> int | None:
    try:
        return patient.stores.state.live_version()
    except InvalidDocument:
        return None  # told by the check of what is ours


def _sidecar(patient: Patient, care: SnapshotCare, row: Snapshot, sha256: str, beside: str) -> Diagnosis:
    path, after = care.sidecar_path(row), sum_line(row, sha256)
    linked = care.is_linked()
    if beside and not linked:
        # The index agrees with the bytes, so it is the sum beside them that is wrong.
        before = bytes_at(patient.root, path)
        mend: Rewrite | None = Rewrite(path, before, after, ("another sum", "the sum of its snapshot"))
        return Diagnosis(PROBLEM, path, "names another sum than the snapshot has", "write it anew", mend)
    mend = None if linked else Rewrite(path, None, after, ("", "the sum of its snapshot"))
    return Diagnosis(NOTE, path, f"snapshot {row.id} has no sum beside it", "write it", mend)


def _said(torn: int, missing: int, proofs: int) -> str:
    """What is wrong with the index, for the plan that mends it."""
    parts = (
        (torn, "torn line"),
        (missing, "snapshot it does not know"),
        (proofs, "snapshot of which it says too much or too little"),
    )
    return ", ".join(f"{count} × {what}" for count, what in parts if count)


def _index(care: SnapshotCare, rows: Sequence[Snapshot], proofs: Sequence[Fields]) -> Iterator[Diagnosis]:
    before = care.index()
    missing, torn = care.unrecorded(rows), torn_lines(before or b"")
    more = [*missing, *proofs]
    after = mended_index(before or b"", more)
    if not (missing or proofs or torn):
        return
    words = (_said(torn, len(missing), len(proofs)), "mended")
    mend: Mend | None = None if care.is_linked() else Rewrite(INDEX, before, after, words)
    if torn:
        yield Diagnosis(PROBLEM, INDEX, f"{counted(torn, 'torn line')}", "leave them out", mend)
    if missing:
        what = f"{counted(len(missing), 'snapshot')} of other programs: not in the index"
        yield Diagnosis(NOTE, INDEX, what, "give them their id and place for good", mend)
    if shaken := sum(1 for one in proofs if not one["proven"]):
        what = f"{counted(shaken, 'snapshot')} not known as damaged, or called proven wrongly"
        yield Diagnosis(PROBLEM, INDEX, what, "write that into the index", mend)
    if proven := len(proofs) - shaken:
        what = f"{counted(proven, 'snapshot')} passed the scratch restore, but the index does not say so yet"
        yield Diagnosis(NOTE, INDEX, what, "write into the index that they are proven", mend)
