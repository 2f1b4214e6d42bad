"""The snapshots: their sums, a scratch restore of each, and what the index says of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from moie_tui.domain.checkup import NOTE, OK, PROBLEM, Diagnosis, Mend, Rewrite
from moie_tui.domain.errors import InvalidDocument, MoieError, UsageError
from moie_tui.domain.snapshot import Snapshot
from moie_tui.domain.state import LATEST_VERSION
from moie_tui.operations.carry import carried_bytes
from moie_tui.operations.checkup.patient import Patient, counted
from moie_tui.storage.mending import bytes_at
from moie_tui.storage.reading import sha256_of
from moie_tui.storage.scratch import restore_in_scratch, sweep_scratch
from moie_tui.storage.snapshot_care import INDEX, SnapshotCare, mended_index, proof, sum_line, torn_lines
from moie_tui.storage.snapshot_index import Fields


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
            found = list(_examined(patient, care, row, live))
        except UsageError:
            continue  # another program deleted it just now
        yield from found
        bad = any(one.level == PROBLEM for one in found)
        sound += not bad
        has_sum = bool(care.recorded_sum(row) or care.sidecar_sum(row))
        if bad and row.proven:
            proofs.append(proof(row, None))
        elif not bad and not row.proven and has_sum and row.schema_version <= LATEST_VERSION:
            proofs.append(proof(row, patient.now))
    yield from _index(care, rows, proofs)
    if not rows:
        yield Diagnosis(NOTE, "backups", "there is no snapshot yet", "`moie backup` takes one")
    elif sound == len(rows):
        yield Diagnosis(
            OK, "backups", f"{counted(sound, 'snapshot')}: sums agree, and a scratch restore went well"
        )


def _examined(patient: Patient, care: SnapshotCare, row: Snapshot, live: int | None) -> Iterator[Diagnosis]:
    data = patient.stores.snapshots.stored_bytes(row)
    sha256, recorded, beside = sha256_of(data), care.recorded_sum(row), care.sidecar_sum(row)
    name = str(patient.stores.snapshots.path(row).relative_to(patient.root))
    if sha256 != (recorded or beside or sha256):
        what = f"snapshot {row.id} is damaged: its bytes are not those taken (sha256 differs)"
        yield Diagnosis(PROBLEM, name, what, "roll back to another one; a mirror may still have it")
        return
    try:
        _restore(patient, row, data, live)
    except MoieError as error:
        what = f"snapshot {row.id} can't be restored: {error.line()}"
        yield Diagnosis(PROBLEM, name, what, "roll back to another one")
        return
    if beside != sha256:
        yield _sidecar(patient, care, row, sha256, beside)


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


def _index(care: SnapshotCare, rows: Sequence[Snapshot], proofs: Sequence[Fields]) -> Iterator[Diagnosis]:
    before = care.index()
    missing, torn = care.unrecorded(rows), torn_lines(before or b"")
    more = [*missing, *proofs]
    after = mended_index(before or b"", more)
    if not (missing or proofs or torn):
        return
    words = (f"{len((before or b'').splitlines())} lines", f"{len(after.splitlines())} lines")
    mend: Mend | None = None if care.is_linked() else Rewrite(INDEX, before, after, words)
    if torn:
        yield Diagnosis(PROBLEM, INDEX, f"{counted(torn, 'torn line')}", "leave them out", mend)
    if missing:
        what = f"{counted(len(missing), 'snapshot')} of other programs: not in the index"
        yield Diagnosis(NOTE, INDEX, what, "give them their id and place for good", mend)
    if shaken := sum(1 for one in proofs if not one["proven"]):
        yield Diagnosis(
            PROBLEM, INDEX, f"{counted(shaken, 'snapshot')} called proven, wrongly", "say so", mend
        )
    if proven := len(proofs) - shaken:
        what = f"{counted(proven, 'snapshot')} came well through, not called proven yet"
        yield Diagnosis(NOTE, INDEX, what, "record the proof", mend)
