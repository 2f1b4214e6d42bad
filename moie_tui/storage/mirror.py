"""A second folder that gets a copy of every snapshot, of the health document and of the config."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path

from moie_tui.domain.errors import InvalidDocument, OperationFailed, Refused, UsageError
from moie_tui.domain.retention import Retention, retain
from moie_tui.domain.settings import BackupSettings
from moie_tui.storage.atomic import write_atomic
from moie_tui.storage.config_file import CONFIG_NAME
from moie_tui.storage.failures import failed
from moie_tui.storage.health_file import HEALTH_NAME, HealthFile
from moie_tui.storage.reading import bytes_or_none
from moie_tui.storage.snapshot_folder import SnapshotFolder
from moie_tui.storage.snapshots import Snapshots
from moie_tui.values import pattern
from moie_tui.values.digest import sha256_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.snapshot import Snapshot

_DOCUMENTS = (HEALTH_NAME, CONFIG_NAME)
_SHOWN = 3
_NO_DISK = pattern(r"/(?:proc|sys|dev)(?:/|$)(?!shm(?:/|$))")
AWAY = "there is no such folder"
_HOME = pattern(r"-[0-9a-f]{8}$")


class Mirror:
    """The copies of one root below `folder`, laid out as the root is, so that they can stand in for it.

    `folder` itself is never made: an unmounted disk must not be taken for an empty one."""

    def __init__(self, root: Path, folder: str, zone: tzinfo | None) -> None:
        self._root, self._zone = root, zone
        self._folder = root / Path(folder).expanduser()
        self.home = self._folder / _name_of(root)

    def update(self, snapshots: Snapshots, rules: BackupSettings, *, was_there: bool) -> None:
        """Copies all that is missing, checks each copy by its hash, and retires what nobody wants any more.

        What the root itself still has is never removed. Raises OperationFailed (or another MoieError) that
        says what was not copied; with `was_there` the copies' own folder must be there already."""
        self._make_home(was_there)
        copies = Snapshots(self.home, self._zone, check=lambda data, version: False)
        failures = [*self._copy_snapshots(snapshots, copies), *self._copy_documents()]
        here = {row.name for row in snapshots.all()}
        wanted = retain(copies.all(), rules, self._zone)
        gone = tuple(row for row in wanted.remove if row.name not in here)
        copies.retire(Retention(wanted.stay, wanted.keep, gone, wanted.why))
        if failures:
            more = f", and {len(failures) - _SHOWN} more" if len(failures) > _SHOWN else ""
            raise OperationFailed("; ".join(failures[:_SHOWN]) + more)

    def damaged(self) -> list[str]:
        """The names of copies whose bytes are not those taken; raises MoieError when it can't be read."""
        copies = Snapshots(self.home, self._zone)
        return [row.name for row in copies.all() if not _is_sound(copies, row)]

    def flaw(self) -> tuple[str, str] | None:
        """Why the folder can take no copies, and what to do about it; None when it can."""
        real, root = os.path.realpath(self._folder), os.path.realpath(self._root)
        if real == root or real.startswith(root + os.sep):
            return "lies inside the root itself", "name another"
        if _NO_DISK.match(real):
            return "is no place on a disk, but the system's own", "name a folder on another disk"
        if not os.path.lexists(real):
            return AWAY, "make the folder, or mount its disk"
        return None if os.path.isdir(real) else ("is no folder", "name another")

    def copy_of(self, name: str, wanted: str) -> bytes | None:
        """The bytes of a copy, None unless they have the sum `wanted`; OperationFailed without a folder."""
        if not self.home.is_dir():
            raise OperationFailed("there is no such folder", where=str(self.home), fix="mount its disk")
        copies = Snapshots(self.home, self._zone)
        row = next((one for one in copies.all() if one.name == name), None)
        data = copies.stored_bytes(row) if row else None
        return data if data is not None and sha256_of(data) == wanted else None

    def health(self, zone: tzinfo | None) -> bytes | None:
        """The copy of the health document, None unless it can be read."""
        data = bytes_or_none(self.home / HEALTH_NAME)
        try:
            HealthFile(self.home).read(zone)
        except InvalidDocument:
            return None
        return data

    def missing(self, snapshots: Snapshots) -> list[str]:
        """The names of the root's snapshots that have no copy yet."""
        there = {row.name for row in Snapshots(self.home, self._zone).all()}
        return [row.name for row in snapshots.all() if row.name not in there]

    def _make_home(self, was_there: bool) -> None:
        if flaw := self.flaw():
            raise OperationFailed(flaw[0], where=str(self._folder), fix=flaw[1])
        if was_there and not os.path.isdir(self.home):
            fix = "mount its disk; to begin anew, make this folder"
            raise OperationFailed("is gone, with the copies made before", where=str(self.home), fix=fix)
        try:
            os.makedirs(self.home, mode=0o700, exist_ok=True)
        except OSError as error:
            raise failed(error, self.home, "can't make the folder") from error

    def _copy_snapshots(self, snapshots: Snapshots, copies: Snapshots) -> Iterator[str]:
        there = {row.name: row for row in copies.all()}
        for row in reversed(snapshots.all()):
            known = there.get(row.name)
            try:
                if known is None:
                    self._copy_one(snapshots, copies, row)
                elif known.pinned != row.pinned:
                    (copies.pin if row.pinned else copies.unpin)(known)
            except UsageError:
                continue  # another program deleted it just now
            except InvalidDocument:
                yield f"snapshot {row.id} is damaged and was not copied"
            except Refused as error:
                yield error.line()

    def _copy_one(self, snapshots: Snapshots, copies: Snapshots, row: Snapshot) -> None:
        data = snapshots.read(row)
        copies.restore_removed(row, data)
        if copies.stored_bytes(row) != data:
            copies.remove(row)
            raise OperationFailed("came back with other bytes", where=str(copies.path(row)), fix="check it")

    def _copy_documents(self) -> Iterator[str]:
        for name in _DOCUMENTS:
            data = bytes_or_none(self._root / name)
            if data is not None and bytes_or_none(self.home / name) != data:
                write_atomic(self.home / name, data)
                if bytes_or_none(self.home / name) != data:
                    yield f"{name} came back with other bytes"


def homes_in(folder: Path) -> list[Path]:
    """Where copies of a root lie: the folder itself, else those below a mirror's folder."""
    if SnapshotFolder(folder).found():
        return [folder]
    names = sorted(os.listdir(folder)) if folder.is_dir() else []
    return [folder / name for name in names if _HOME.search(name) and SnapshotFolder(folder / name).found()]


def _name_of(root: Path) -> str:
    """The root's own name, and a hash of its real path for roots of the same name."""
    real = os.path.realpath(root)
    return f"{os.path.basename(real) or 'root'}-{sha256_of(os.fsencode(real))[:8]}"


def _is_sound(copies: Snapshots, row: Snapshot) -> bool:
    try:
        copies.read(row)
    except InvalidDocument:
        return False
    except UsageError:
        return True  # retired while we looked
    return True
