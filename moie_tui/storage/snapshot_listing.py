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
        self._seen: tuple[object, tuple[Snapshot, ...]] = (None, ())

    def rows(self) -> tuple[Snapshot, ...]:
        """Every snapshot that is there, newest first."""
        # The folders first: what was taken meanwhile then shows up whole or not at all.
        found = {name: one for name, one in self._files.found().items() if self._named(name)}
        folded = self._index.folded()
        foreign = {name: self._measured(one) for name, one in found.items() if not _recorded(folded, name)}
        key = (folded, found, foreign)
        if key != self._seen[0]:
            rows = [
                self._row(one, {**foreign.get(name, {}), **_known(folded, name)})
                for name, one in found.items()
            ]
            self._seen = (key, tuple(reversed(with_ids(rows))))
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
                **({"sha256": row.sha256} if row.sha256 else {}),
            }
            for row in rows
            if "id" not in _known(folded, row.name)
        ]

    def _row(self, one: Found, fields: Fields) -> Snapshot:
        parts = self._named(one.name)
        assert parts is not None
        return row_from(one.name, parts, fields, kept=one.kept)

    def _named(self, name: str) -> NameParts | None:
        if name not in self._parts:
            self._parts[name] = read_name(name, self._zone)
        return self._parts[name]

    def _measured(self, one: Found) -> Fields:
        """What only a look at the files tells of a copy nobody recorded."""
        if one.has_sidecar and one.name not in self._sums:
            self._sums[one.name] = self._files.sidecar_sha256(one.name)
        size = self._files.size(one.name, kept=one.kept)
        return {"size_bytes": size, "sha256": self._sums.get(one.name, "")}

    def _forget_all_but(self, names: Iterable[str]) -> None:
        there = set(names)
        self._parts = {name: parts for name, parts in self._parts.items() if name in there}
        self._sums = {name: total for name, total in self._sums.items() if name in there}


def _known(folded: Folded, name: str) -> Fields:
    return folded.rows.get(name, {})


def _recorded(folded: Folded, name: str) -> bool:
    return "size_bytes" in _known(folded, name)
