"""What an archive of a root holds: its list of files, and which paths may stand in one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from moie_tui.domain.errors import ShapeError
from moie_tui.values import dataclass

MANIFEST_NAME = "moie-archive.json"
FORMAT = 1
MOST_FILES = 100_000
LARGEST_TOTAL = 10 * 1024**3
_SHA256 = re.compile(r"[0-9a-f]{64}")
MODES = 0o755
"""Permission bits that are kept: nobody else may write, and nothing runs as another user."""


@dataclass(frozen=True, slots=True)
class Packed:
    """One file: path relative to the root, size in bytes, sha256, and its permission bits."""

    path: str
    size: int
    sha256: str
    mode: int = 0o600


@dataclass(frozen=True)
class Manifest:
    """The files of one archive, which root they are of, and when it was made (UTC, ISO 8601)."""

    root: str
    made_at: str
    files: tuple[Packed, ...] = ()

    @property
    def total(self) -> int:
        """All bytes of all files."""
        return sum(one.size for one in self.files)

    def as_json(self) -> dict[str, object]:
        """The document that stands first in the archive."""
        rows = [
            {"path": one.path, "size": one.size, "sha256": one.sha256, "mode": f"{one.mode:04o}"}
            for one in self.files
        ]
        return {"format": FORMAT, "root": self.root, "made_at": self.made_at, "files": rows}


def manifest_from(raw: object) -> Manifest:
    """The manifest of a parsed document; ShapeError where it is none or could do harm."""
    if not isinstance(raw, dict) or not isinstance(raw.get("files"), list):
        raise ShapeError((), "is no list of files")
    if raw.get("format") != FORMAT:
        raise ShapeError(("format",), f"must be {FORMAT}; a newer moie may read this")
    rows = raw["files"]
    if len(rows) > MOST_FILES:
        raise ShapeError(("files",), f"must be at most {MOST_FILES} files")
    manifest = Manifest(
        str(raw.get("root", "")),
        str(raw.get("made_at", "")),
        tuple(_packed(row, at) for at, row in enumerate(rows)),
    )
    if manifest.total > LARGEST_TOTAL:
        raise ShapeError(("files",), f"must be at most {LARGEST_TOTAL} bytes in all")
    _refuse_twins(manifest.files)
    return manifest


def is_safe(path: str) -> bool:
    """Whether a path stays inside the folder it is unpacked to, and names one file in only one way."""
    parts = path.split("/")
    plain = path.isprintable() and "\\" not in path and len(path.encode("utf-8", "replace")) < 1024
    return plain and not any(part in ("", ".", "..") or len(part.encode()) > 255 for part in parts)


def belongs(path: str) -> bool:
    """Whether a file of a root is packed: all but locks, caches, leftovers and what is about this machine."""
    parts = path.split("/")
    if parts[0] != ".moie":
        return True
    here_only = ("cache", "mirror.json", "running")
    return len(parts) > 1 and parts[1] not in here_only and not path.endswith((".lock", ".part"))


def _packed(row: Any, at: int) -> Packed:
    where = ("files", at)
    if not isinstance(row, Mapping):
        raise ShapeError(where, "must be an object")
    path, size, total, mode = (row.get(key) for key in ("path", "size", "sha256", "mode"))
    if not isinstance(path, str) or not is_safe(path) or not belongs(path) or path == MANIFEST_NAME:
        raise ShapeError((*where, "path"), "must stay inside the root")
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise ShapeError((*where, "size"), "must be a size in bytes")
    if not isinstance(total, str) or not _SHA256.fullmatch(total):
        raise ShapeError((*where, "sha256"), "must be a sha256")
    if not isinstance(mode, str) or not re.fullmatch(r"[0-7]{4}", mode):
        raise ShapeError((*where, "mode"), "must be four octal digits")
    return Packed(path, size, total, int(mode, 8) & MODES)


def _refuse_twins(files: Sequence[Packed]) -> None:
    """Names that differ only in case are one file on some disks."""
    seen: set[str] = set()
    for at, one in enumerate(files):
        if (folded := one.path.casefold()) in seen:
            raise ShapeError(("files", at, "path"), f"stands twice: {one.path}")
        seen.add(folded)
