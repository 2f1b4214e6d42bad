"""What a check of the snapshots needs beyond listing them: torn index lines, lone sums, records to add."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from datetime import datetime, tzinfo
from pathlib import Path

from moie_tui.domain.snapshot import Snapshot
from moie_tui.domain.timestamps import utc_text
from moie_tui.storage.failures import failed
from moie_tui.storage.snapshot_folder import SnapshotFolder
from moie_tui.storage.snapshot_index import Fields, SnapshotIndex, line_of
from moie_tui.storage.snapshot_listing import SnapshotListing
from moie_tui.storage.snapshot_names import SIDECAR, read_name, sidecar_line

INDEX = "backups/index.jsonl"


class SnapshotCare:
    """Reads only; what it proposes for the index is put there by whoever mends."""

    def __init__(self, root: Path, zone: tzinfo | None) -> None:
        self._root = root
        self._files = SnapshotFolder(root)
        self._index = SnapshotIndex(self._files.backups / "index.jsonl")
        self._listing = SnapshotListing(self._files, self._index, zone)

    def index(self) -> bytes | None:
        """The index as it is."""
        return self._index.content()

    def unrecorded(self, rows: Iterable[Snapshot]) -> list[Fields]:
        """Lines for the snapshots of which the index says nothing."""
        return self._listing.unrecorded(rows)

    def recorded_sum(self, row: Snapshot) -> str:
        """The sum the index names, "" when it names none."""
        return str(self._index.folded().rows.get(row.name, {}).get("sha256") or "")

    def sidecar_sum(self, row: Snapshot) -> str:
        """The sum beside the snapshot, "" when there is none."""
        return self._files.sidecar_sha256(row.name)

    def sidecar_path(self, row: Snapshot) -> str:
        """Where its sum belongs, relative to the root."""
        return str((self._files.path(row.name + SIDECAR, kept=row.kept)).relative_to(self._root))

    def lone_sidecars(self) -> list[str]:
        """The sums beside no snapshot, relative to the root."""
        lone = []
        for folder in (self._files.backups, self._files.kept):
            names = _names(folder)
            for name in sorted(names):
                owner = name.removesuffix(SIDECAR)
                if owner != name and owner not in names and read_name(owner, None) is not None:
                    lone.append(str((folder / name).relative_to(self._root)))
        return lone

    def is_linked(self) -> bool:
        """Whether `backups/` or `kept/` is a symbolic link, through which nothing is mended."""
        return self._files.is_linked()


def torn_lines(index: bytes) -> int:
    """How many lines of an index nobody can read."""
    return sum(_is_torn(line) for line in index.splitlines())


def mended_index(index: bytes, more: Iterable[Fields]) -> bytes:
    """The index without its torn lines, and with more records at its end."""
    lines = [line for line in index.splitlines() if not _is_torn(line)]
    return b"".join(line + b"\n" for line in (*lines, *map(line_of, more)))


def proof(row: Snapshot, at: datetime | None, *, damaged: bool = False) -> Fields:
    """The record that a snapshot is proven since `at`, or (None) that it is not; and whether it rotted."""
    said: Fields = {"name": row.name, "id": row.id, "sequence": row.sequence}
    rot = {"damaged": damaged} if damaged or row.damaged else {}
    return {**said, **rot, "proven": at is not None, "proven_at": utc_text(at) if at else None}


def sum_line(row: Snapshot, sha256: str) -> bytes:
    """The content of a sidecar."""
    return sidecar_line(row.name, sha256)


def _is_torn(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return bool(line.strip())
    return False


def _names(folder: Path) -> set[str]:
    try:
        return set(os.listdir(folder))
    except FileNotFoundError:
        return set()
    except OSError as error:
        raise failed(error, folder, "can't list") from error
