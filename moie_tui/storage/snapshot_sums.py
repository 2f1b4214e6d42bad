"""Whether snapshots still are the bytes that were taken; each file is hashed once as long as it stays so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from moie_tui.storage.reading import Fingerprint, fingerprint
from moie_tui.storage.snapshot_folder import SnapshotFolder
from moie_tui.values import replace
from moie_tui.values.digest import sha256_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.snapshot import Snapshot


class SnapshotSums:
    """Remembers the sum of each file by what tells cheaply whether it changed."""

    def __init__(self, files: SnapshotFolder) -> None:
        self._files = files
        self._sums: dict[str, tuple[Fingerprint | None, str]] = {}
        self._seen: tuple[tuple[Snapshot, ...], tuple[Snapshot, ...]] = ((), ())

    def checked(self, rows: tuple[Snapshot, ...], most_bytes: int | None) -> tuple[Snapshot, ...]:
        """The rows, those marked whose bytes are not those taken; of files that changed those are read that
        begin within `most_bytes`, the newest first, so that the rest waits for another time. The same object
        while nothing changed."""
        found = tuple(self._marked(rows, most_bytes))
        self._sums = {row.name: self._sums[row.name] for row in rows if row.name in self._sums}
        if not (rows == self._seen[0] and found == self._seen[1]):
            self._seen = (rows, rows if found == rows else found)
        return self._seen[1]

    def _marked(self, rows: Iterable[Snapshot], left: int | None) -> Iterator[Snapshot]:
        for row in rows:
            if not row.sha256:
                yield row  # nobody took its sum: there is nothing to hold its bytes against
                continue
            mark = fingerprint(self._files.path(row.name, kept=row.kept))
            known = self._sums.get(row.name)
            if known is None or known[0] != mark:
                if left is not None:
                    if left <= 0:
                        yield row
                        continue
                    left -= row.size_bytes
                data = self._files.read(row.name)
                known = self._sums[row.name] = (mark, "" if data is None else sha256_of(data))
            rotten = bool(known[1]) and known[1] != row.sha256
            yield replace(row, damaged=True) if rotten and not row.damaged else row
