"""The files of snapshots: `backups/`, `backups/kept/` and the sidecars in both."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from moie_tui.domain.errors import Refused
from moie_tui.storage.atomic import create_new, sweep_temps, write_atomic
from moie_tui.storage.durability import sync_folder
from moie_tui.storage.failures import failed, not_a_file
from moie_tui.storage.folders import plain_folder
from moie_tui.storage.snapshot_names import SIDECAR, read_name, sidecar_line, sidecar_sum
from moie_tui.values import dataclass

_LONGEST_SIDECAR = 4096


@dataclass(frozen=True, slots=True)
class Found:
    """One snapshot as it lies there; in both folders it counts once, as kept."""

    name: str
    kept: bool
    has_sidecar: bool


class SnapshotFolder:
    """Makes, finds, moves and deletes the files; the caller holds the lock of the snapshots for all changes.

    Files may vanish at any moment, plain scripts delete them. Taking and moving work where `backups` is a
    symbolic link, since they lose nothing; deleting is refused there."""

    def __init__(self, root: Path) -> None:
        self.backups = root / "backups"
        self.kept = self.backups / "kept"

    def found(self) -> dict[str, Found]:
        """Every regular file with a plain snapshot name, by name."""
        return self._among(_regular_files(self.backups), _regular_files(self.kept))

    def _among(self, *listed: set[str]) -> dict[str, Found]:
        found: dict[str, Found] = {}
        for kept, names in enumerate(listed):
            for name in names:
                if name.startswith("sovereign_state_v") and name.endswith(".json"):
                    found[name] = Found(name, bool(kept), name + SIDECAR in names)
        return found

    def path(self, name: str, *, kept: bool) -> Path:
        """Where a file of this name belongs."""
        return (self.kept if kept else self.backups) / name

    def create(self, name: str, data: bytes) -> bool:
        """Put a new snapshot into `backups/`; False when either folder has the name already."""
        plain_folder(self.backups)
        if os.path.lexists(self.kept / name):
            return False
        try:
            create_new(self.backups / name, data)
        except FileExistsError:
            return False
        return True

    def put_back(self, name: str, data: bytes, *, kept: bool) -> None:
        """Make a deleted file again where it was; Refused when another one has its name now."""
        if read_name(name, None) is None:
            raise Refused("is no name of a snapshot", where=name)
        plain_folder(self.backups)
        if kept:
            plain_folder(self.kept)
        path = self.path(name, kept=kept)
        try:
            create_new(path, data)
        except FileExistsError as error:
            if self.read(name) != data:
                raise Refused(
                    "another file has this name now", where=str(path), fix="move it away"
                ) from error

    def write_sidecar(self, name: str, sha256: str, *, kept: bool) -> None:
        """Write or renew the sum beside a snapshot."""
        write_atomic(self.path(name + SIDECAR, kept=kept), sidecar_line(name, sha256))

    def sidecar_sha256(self, name: str) -> str:
        """The sum beside a snapshot, "" when there is none."""
        data = self.read(name + SIDECAR)
        return sidecar_sum(data[:_LONGEST_SIDECAR]) if data else ""

    def read(self, name: str) -> bytes | None:
        """The bytes of a file in either folder, None when it is gone; it may be moved while we look."""
        for kept in (True, False, True):
            path = self.path(name, kept=kept)
            with _telling(path, "can't read"), suppress(FileNotFoundError):
                fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
                with os.fdopen(fd, "rb") as file:
                    return file.read()
        return None

    def size(self, name: str, *, kept: bool) -> int:
        """The size in bytes, 0 when the file is gone."""
        path = os.path.join(self.kept if kept else self.backups, name)
        try:
            return os.stat(path, follow_symlinks=False).st_size
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise failed(error, path, "can't look at it") from error

    def keep(self, name: str) -> bool:
        """Move a snapshot and then its sidecar out of the reach of plain scripts; False when it is gone."""
        plain_folder(self.kept)
        source, target = self.backups / name, self.kept / name
        with _telling(source, "can't move to kept/"):
            if os.path.lexists(target):
                self._drop_twin(source, target)
            elif not _move(source, target):
                return False
            _move(self.backups / (name + SIDECAR), self.kept / (name + SIDECAR))
            sync_folder(self.kept)
            sync_folder(self.backups)
        return True

    def delete(self, name: str) -> None:
        """Delete a snapshot in either folder (`sweep` takes its sidecar); a different twin of it stays."""
        self.refuse_links()
        source, target = self.backups / name, self.kept / name
        with _telling(source, "can't delete"):
            if os.path.lexists(target):
                self._drop_twin(source, target)
            with suppress(FileNotFoundError):
                os.unlink(target if os.path.lexists(target) else source)

    def sweep(self) -> None:
        """Clear away what killed writers and plain scripts left: temps, and sidecars alone."""
        if not self.is_linked():
            sweep_temps(self.backups)
            sweep_temps(self.kept)
            self._sweep_sidecars()

    def is_linked(self) -> bool:
        """Whether one of the two folders is a symbolic link, so that nothing in them may be deleted."""
        return self.backups.is_symlink() or self.kept.is_symlink()

    def refuse_links(self) -> None:
        """Refused when deleting would go through a symbolic link: the folder may be somebody else's."""
        if self.is_linked():
            where = self.backups if self.backups.is_symlink() else self.kept
            what = "is a symbolic link, and nothing is deleted through one"
            raise Refused(
                what, where=str(where), fix="delete there by hand, or put a real folder in its place"
            )

    def _drop_twin(self, source: Path, target: Path) -> None:
        """Remove the copy in `backups/` when `kept/` has the very same bytes."""
        if not stat.S_ISREG(os.stat(target, follow_symlinks=False).st_mode):
            raise not_a_file(target)
        with suppress(FileNotFoundError):
            if (
                not self.is_linked()
                and not source.is_symlink()
                and source.read_bytes() == target.read_bytes()
            ):
                os.unlink(source)

    def _sweep_sidecars(self) -> None:
        listed = [(folder, _regular_files(folder)) for folder in (self.backups, self.kept)]
        found = self._among(*(names for _, names in listed))
        for folder, names in listed:
            for name in names:
                owner = name.removesuffix(SIDECAR)
                if owner in names or read_name(owner, None) is None or os.path.lexists(folder / owner):
                    continue
                with _telling(folder / name, "can't sweep"), suppress(FileNotFoundError):
                    if owner in found and not found[owner].has_sidecar:
                        _move(folder / name, self.path(name, kept=found[owner].kept))
                    else:
                        os.unlink(folder / name)


def _regular_files(folder: Path) -> set[str]:
    with _telling(folder, "can't list"):
        try:
            with os.scandir(folder) as entries:
                return {entry.name for entry in entries if entry.is_file(follow_symlinks=False)}
        except FileNotFoundError:
            return set()


def _move(source: Path, target: Path) -> bool:
    """Move a file, to another disk too; False when it is gone."""
    try:
        os.rename(source, target)
    except FileNotFoundError:
        return False
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        write_atomic(target, source.read_bytes())
        os.unlink(source)
    return True


@contextmanager
def _telling(path: Path, doing: str) -> Iterator[None]:
    """What the system refuses inside becomes one line for the operator."""
    try:
        yield
    except OSError as error:
        raise failed(error, path, doing) from error
