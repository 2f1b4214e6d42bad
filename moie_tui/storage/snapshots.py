"""Snapshots: byte copies of the state that are taken, pinned, found again, checked and retired."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from moie_tui.domain.errors import InvalidDocument, UsageError
from moie_tui.domain.event import Origin
from moie_tui.domain.snapshot import Snapshot
from moie_tui.storage.locks import FileLock
from moie_tui.storage.snapshot_folder import SnapshotFolder
from moie_tui.storage.snapshot_index import SnapshotIndex, record_of
from moie_tui.storage.snapshot_listing import SnapshotListing
from moie_tui.storage.snapshot_names import NameParts, short_id, snapshot_name
from moie_tui.values import replace
from moie_tui.values.digest import sha256_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.retention import Retention
    from moie_tui.storage.snapshot_sums import SnapshotSums

_PATIENCE_SECONDS = 10.0


class Snapshots:
    """The snapshots of one root. Other programs add and delete files beside ours at any moment.

    Their order is `sequence`: the moment in milliseconds, but always above all that were there before, so
    that a clock set back can't make an old snapshot the latest. Foreign copies are placed by their names."""

    def __init__(
        self, root: Path, zone: tzinfo | None = None, *, check: Callable[[bytes, int], bool] | None = None
    ) -> None:
        self._check = check or _restores
        self._files = SnapshotFolder(root)
        self._index = SnapshotIndex(self._files.backups / "index.jsonl")
        self._listing = SnapshotListing(self._files, self._index, zone)
        self._sums: SnapshotSums | None = None
        self._lock = FileLock(root / ".moie" / "snapshots.lock")

    def all(self) -> tuple[Snapshot, ...]:
        """Every snapshot that is there, newest first; none is opened for it."""
        return self._listing.rows()

    def checked(self, most_bytes: int | None = None) -> tuple[Snapshot, ...]:
        """The same, each held against its sum; `most_bytes` limits what is read for that at once."""
        if self._sums is None:
            from moie_tui.storage.snapshot_sums import SnapshotSums

            self._sums = SnapshotSums(self._files)
        return self._sums.checked(self.all(), most_bytes)

    def find(self, wanted: str) -> Snapshot:
        """By id, the start of an id, file name or `latest`; UsageError names what is near."""
        from moie_tui.storage.snapshot_choice import choose

        return choose(self.all(), wanted)

    def read(self, snapshot: Snapshot) -> bytes:
        """The bytes, held against the sha256 that was taken with them; InvalidDocument when they rotted."""
        data = self.stored_bytes(snapshot)
        expected = snapshot.sha256 or self._files.sidecar_sha256(snapshot.name)
        if expected and sha256_of(data) != expected:
            raise InvalidDocument(
                f"snapshot {snapshot.id} is damaged: its bytes are not those taken (sha256 differs)",
                path=str(self.path(snapshot)),
                fix="choose another one, `moie backups` lists them",
            )
        return data

    def stored_bytes(self, snapshot: Snapshot) -> bytes:
        """The bytes as they are, damaged or not; UsageError when another program deleted them."""
        data = self._files.read(snapshot.name)
        if data is None:
            raise _gone(snapshot)
        return data

    def path(self, snapshot: Snapshot) -> Path:
        """Where the snapshot lay when it was listed."""
        return self._files.path(snapshot.name, kept=snapshot.kept)

    def take(
        self,
        data: bytes,
        version: int,
        reason: str,
        now: datetime,
        *,
        origin: Origin | str,
        note: str = "",
        pin: bool = False,
        retained: Callable[[Sequence[Snapshot]], Retention] | None = None,
    ) -> Snapshot:
        """Store a copy: first the file, then its sum, then its line in the index, so that a kill loses none.

        It is `proven` when the bytes, read back, have their sum and come well through a scratch restore. What
        retention decides then of all snapshots, newest first, is done in the same hold of the lock."""
        with self._locked("taking a snapshot"):
            before, newest = self.all(), self._index.folded().last_sequence
            foreign = self._listing.unrecorded(before)
            parts = self._create(NameParts(version, now.astimezone(UTC)), data)
            name, sha256 = snapshot_name(parts), sha256_of(data)
            self._files.write_sidecar(name, sha256, kept=False)
            back = self._files.read(name)
            proven = back is not None and sha256_of(back) == sha256 and self._check(back, version)
            row = Snapshot(
                id=short_id(name, {row.id for row in before}),
                name=name,
                sequence=max(parts.sequence, *(row.sequence + 1 for row in before), newest + 1),
                taken_at=parts.taken_at,
                reason=reason,
                note=note,
                size_bytes=len(data),
                sha256=sha256,
                proven=proven,
                proven_at=now.astimezone(UTC) if proven else None,
                pinned=pin,
                kept=pin,
                schema_version=version,
                origin=str(origin),
            )
            self._index.append(*foreign, record_of(row))
            if pin:
                self._files.keep(name)
            if retained is not None:
                row = self._retire(retained((row, *before)), (row, *before)).get(name, row)
            self._tidy()
            return row

    def pin(self, snapshot: Snapshot) -> Snapshot:
        """Protect a snapshot from retention and move it to `kept/`; its row as it is now."""
        with self._locked("pinning a snapshot"):
            row = self._there(snapshot)
            self._index.append({"name": row.name, "id": row.id, "sequence": row.sequence, "pinned": True})
            if not row.kept:
                self._files.keep(row.name)
            return self._there(snapshot)

    def unpin(self, snapshot: Snapshot) -> Snapshot:
        """Leave a snapshot to retention again; it stays in `kept/` until then. Its row as it is now."""
        with self._locked("unpinning a snapshot"):
            row = self._there(snapshot)
            self._index.append({"name": row.name, "id": row.id, "sequence": row.sequence, "pinned": False})
            return self._there(snapshot)

    def remove(self, snapshot: Snapshot) -> None:
        """Delete one snapshot, pinned or not; Refused through a symbolic link; a gone one is no error."""
        self._files.refuse_links()
        with self._locked("deleting a snapshot"):
            row = self._listing.row(snapshot.name)
            if row is not None:
                self._files.delete(row.name)
                self._index.append({**record_of(row), "gone": True, "kept": row.kept})
            self._tidy()

    def restore_removed(self, snapshot: Snapshot | str, data: bytes) -> None:
        """Put back what `remove` deleted, with its row, its place in the order and its sum.

        By file name alone the row comes from the index; without one there it is a copy of unknown reason."""
        with self._locked("restoring a snapshot"):
            name = snapshot if isinstance(snapshot, str) else snapshot.name
            known = self._index.folded().rows.get(name, {})
            fields = {**known, "name": name} if isinstance(snapshot, str) else record_of(snapshot)
            kept = known.get("kept") is True if isinstance(snapshot, str) else snapshot.kept
            self._files.put_back(name, data, kept=kept)
            self._files.write_sidecar(name, str(fields.get("sha256") or sha256_of(data)), kept=kept)
            self._index.append({**fields, "gone": False})

    def may_delete(self) -> bool:
        """Whether snapshots can be deleted here: not where `backups/` or `kept/` is a symbolic link."""
        return not self._files.is_linked()

    def require_deletable(self) -> None:
        """Refused where `may_delete` says no, naming the link."""
        self._files.refuse_links()

    def retire(self, retention: Retention) -> None:
        """Do what retention decided and clear away leftovers; where `may_delete` says no, nothing is deleted.

        What was pinned since the decision stays, and what another program deleted meanwhile is no error."""
        with self._locked("retiring snapshots"):
            self._retire(retention, self.all())
            self._tidy()

    def _retire(self, retention: Retention, rows: Iterable[Snapshot]) -> dict[str, Snapshot]:
        """The rows that were moved to `kept/`, as they are now, by name."""
        there = {row.name: row for row in rows}
        keep = {one.name for one in retention.keep}
        move = [row for row in there.values() if (row.pinned or row.name in keep) and not row.kept]
        # Said first: of a file in kept/ without a word in the index we would think that it was pinned.
        self._index.append(*({"name": row.name, "pinned": row.pinned} for row in move))
        for row in move:
            self._files.keep(row.name)
        wanted = retention.remove if self.may_delete() else ()
        gone = [one for one in wanted if one.name in there and (one.pinned or not there[one.name].pinned)]
        for one in gone:
            self._files.delete(one.name)
        # Of a file that is gone a lost line tells nothing wrong.
        self._index.append(*({"name": one.name, "forgotten": True} for one in gone), durable=False)
        return {row.name: replace(row, kept=True) for row in move}

    def _create(self, parts: NameParts, data: bytes) -> NameParts:
        """Store the bytes under the first free name of this second."""
        nth = 1
        while not self._files.create(snapshot_name(NameParts(parts.version, parts.taken_at, nth)), data):
            nth += 1
        return NameParts(parts.version, parts.taken_at, nth)

    def _there(self, snapshot: Snapshot) -> Snapshot:
        row = self._listing.row(snapshot.name)
        if row is None:
            raise _gone(snapshot)
        return row

    def _tidy(self) -> None:
        """Clear away what killed writers and plain scripts left, in the folders and in the index."""
        if self.may_delete():
            self._files.sweep()
            self._index.compact(self.all)

    @contextmanager
    def _locked(self, what: str) -> Iterator[None]:
        with self._lock.hold(timeout=_PATIENCE_SECONDS, holder=what):
            yield


def _gone(snapshot: Snapshot) -> UsageError:
    what = f"snapshot {snapshot.id} ({snapshot.name}) is gone: another program deleted it"
    return UsageError(what, fix="choose another one, `moie backups` lists them")


def _restores(data: bytes, version: int) -> bool:
    from moie_tui.storage.scratch import restores

    return restores(data, version)
