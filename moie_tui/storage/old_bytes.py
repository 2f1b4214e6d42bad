"""Pre-images: what files were before an operation, each content once, under its sha256."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path, PurePath

from moie_tui.domain.errors import InvalidDocument, UsageError
from moie_tui.storage.atomic import write_atomic
from moie_tui.storage.failures import failed
from moie_tui.storage.folders import private_folder
from moie_tui.storage.snapshots import Snapshots
from moie_tui.values import pattern
from moie_tui.values.digest import sha256_of

_SHA256 = pattern(r"[0-9a-f]{64}")


class OldBytes:
    """Keeps contents in `.moie/old/`, unless a pinned snapshot has them already."""

    def __init__(self, root: Path, snapshots: Snapshots) -> None:
        self._folder = root / ".moie" / "old"
        self._snapshots = snapshots

    def store(self, data: bytes, changing: Iterable[str] = ()) -> str:
        """Keep a content and give its sha256; snapshots among the files that are `changing` keep nothing."""
        sha256 = sha256_of(data)
        about_to_change = {PurePath(path).name for path in changing}
        if self._blob(sha256) is None and not self._pinned(sha256, about_to_change):
            private_folder(self._folder)
            write_atomic(self._folder / sha256, data)
        return sha256

    def get(self, sha256: str) -> bytes | None:
        """The content, from here or from any snapshot that has it; None when nobody has it."""
        if not _SHA256.fullmatch(sha256):
            return None
        blob = self._blob(sha256)
        return blob if blob is not None else self._of_snapshot(sha256, pinned=False, but=())

    def sweep(self, wanted: Collection[str]) -> None:
        """Delete the contents nobody refers to any more."""
        try:
            names = os.listdir(self._folder)
        except FileNotFoundError:
            return
        for name in names:
            if _SHA256.fullmatch(name) and name not in wanted:
                with suppress(FileNotFoundError):
                    os.unlink(self._folder / name)

    def sizes(self) -> dict[str, int]:
        """How many bytes each kept content takes, by sha256."""
        found = {}
        try:
            with os.scandir(self._folder) as entries:
                for entry in entries:
                    if _SHA256.fullmatch(entry.name):
                        with suppress(FileNotFoundError):  # swept by another process
                            found[entry.name] = entry.stat(follow_symlinks=False).st_size
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise failed(error, self._folder, "can't list") from error
        return found

    def _blob(self, sha256: str) -> bytes | None:
        path = self._folder / sha256
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise failed(error, path, "can't read") from error
        return data if sha256_of(data) == sha256 else None

    def _pinned(self, sha256: str, but: Collection[str]) -> bool:
        return self._of_snapshot(sha256, pinned=True, but=but) is not None

    def _of_snapshot(self, sha256: str, *, pinned: bool, but: Collection[str]) -> bytes | None:
        for row in self._snapshots.all():
            if row.sha256 == sha256 and (row.pinned or not pinned) and row.name not in but:
                try:
                    return self._snapshots.read(row)
                except (InvalidDocument, UsageError):
                    continue  # damaged or just deleted: another one may have the same bytes
        return None
