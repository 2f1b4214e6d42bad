"""The rows of the backup history: what lies in the folders, folded with what the index says of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo

from moie_tui.storage.snapshot_folder import Found, SnapshotFolder
from moie_tui.storage.snapshot_index import Fields, Folded, SnapshotIndex, row_from, with_ids
from moie_tui.storage.snapshot_names import NameParts, read_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.snapshot import Snapshot


class SnapshotListing:
    """Lists the two folders anew each time, but opens no snapshot and parses nothing twice."""

    def __init__(self, files: SnapshotFolder, index: SnapshotIndex, zone: tzinfo | None) -> None:
        self._files, self._index, self._zone = files, index, zone
        self._parts: dict[str, NameParts | None] = {}
        self._sums: dict[str, str] = {}
        self._made: dict[str, tuple[tuple[Found, Fields], Snapshot]] = {}
        self._seen: tuple[dict[str, Snapshot], tuple[Snapshot, ...]] = ({}, ())

    def rows(self) -> tuple[Snapshot, ...]:
        """Every snapshot that is there, newest first."""
        # The folders first: what was taken meanwhile then shows up whole or not at all.
        found = {name: one for name, one in self._files.found().items() if self._named(name)}
        folded = self._index.folded()
        rows = {name: self._row(one, _known(folded, name)) for name, one in found.items()}
        if rows != self._seen[0]:
            self._seen = (rows, tuple(reversed(with_ids(rows.values()))))
            self._forget_all_but(found)
        return self._seen[1]

    def row(self, name: str) -> Snapshot | None:
        """The row of one file name, None when it is not there."""
        return next((row for row in self.rows() if row.name == name), None)

    def unrecorded(self, rows: Iterable[Snapshot]) -> list[Fields]:
        """Lines for the index that give copies of other programs their id and their place for good."""
        folded = self._index.folded()
        return [
            {
                "name": row.name,
                "id": row.id,
                "sequence": row.sequence,
                **({"sha256": row.sha256, "size_bytes": row.size_bytes} if row.sha256 else {}),
            }
            for row in rows
            if "id" not in _known(folded, row.name)
        ]

    def _row(self, one: Found, known: Fields) -> Snapshot:
        """Made anew only when its file was moved or more is said of it."""
        told = (one, self._told(one, known))
        if one.name not in self._made or self._made[one.name][0] != told:
            parts = self._named(one.name)
            assert parts is not None
            self._made[one.name] = told, row_from(one.name, parts, told[1], kept=one.kept)
        return self._made[one.name][1]

    def _told(self, one: Found, known: Fields) -> Fields:
        """What is known of a file; where nobody recorded its size or sum, what a look at it tells."""
        if "size_bytes" in known and known.get("sha256"):
            return known
        size = known["size_bytes"] if "size_bytes" in known else self._files.size(one.name, kept=one.kept)
        return {**known, "size_bytes": size, "sha256": known.get("sha256") or self._sum(one)}

    def _named(self, name: str) -> NameParts | None:
        if name not in self._parts:
            self._parts[name] = read_name(name, self._zone)
        return self._parts[name]

    def _sum(self, one: Found) -> str:
        """That of the file beside a copy nobody recorded."""
        if one.has_sidecar and one.name not in self._sums:
            self._sums[one.name] = self._files.sidecar_sha256(one.name)
        return self._sums.get(one.name, "")

    def _forget_all_but(self, names: Iterable[str]) -> None:
        there = set(names)
        self._parts = {name: parts for name, parts in self._parts.items() if name in there}
        self._made = {name: made for name, made in self._made.items() if name in there}
        self._sums = {name: total for name, total in self._sums.items() if name in there}


def _known(folded: Folded, name: str) -> Fields:
    return folded.rows.get(name, {})
