"""Changing one file of a root that is no document: only while it is what it was, and through no link."""

from __future__ import annotations

import os
import stat
from hashlib import sha256
from pathlib import Path

from moie_tui.domain.errors import Refused
from moie_tui.storage.atomic import write_atomic
from moie_tui.storage.durability import sync_folder
from moie_tui.storage.failures import failed
from moie_tui.storage.folders import private_folder
from moie_tui.storage.locks import FileLock
from moie_tui.storage.reading import bytes_or_none
from moie_tui.storage.snapshot_care import INDEX
from moie_tui.values.digest import sha256_of

_PATIENCE_SECONDS = 10.0


def bytes_at(root: Path, path: str) -> bytes | None:
    """The bytes of a plain file of the root, None when it is not there; Refused behind a symbolic link."""
    _require_plain(root, path)
    return bytes_or_none(root / path)


def put(root: Path, path: str, before: bytes | None, after: bytes | None) -> bool:
    """Puts `after` where `before` is (None: no file); False, and nothing done, when it isn't.

    What was appended to the index of snapshots since stays behind what is put."""
    with FileLock(root / ".moie" / "snapshots.lock").hold(timeout=_PATIENCE_SECONDS, holder="mending"):
        now = bytes_at(root, path)
        if now == before:
            _write(root / path, after)
        elif path == INDEX and now and before and after is not None and now.startswith(before):
            _write(root / path, after + now[len(before) :])
        else:
            return False
        return True


def as_left(root: Path, path: str, left: str) -> bytes | None:
    """The bytes of which `left` is the sha256 ("": no file), as they are now or as the index began; Refused
    when the file was changed since."""
    now = bytes_at(root, path)
    if left == ("" if now is None else sha256_of(now)):
        return now
    head = _head(now or b"", left) if path == INDEX else None
    if head is None:
        raise Refused("was changed since, so it stays as it is", where=path)
    return head


def mode_at(root: Path, path: str) -> int | None:
    """The permission bits of a file or folder of the root, None when it is gone."""
    _require_plain(root, path)
    try:
        return stat.S_IMODE(os.stat(root / path, follow_symlinks=False).st_mode)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise failed(error, root / path, "can't look at it") from error


def set_mode(root: Path, path: str, before: int, after: int) -> bool:
    """Changes the permission bits; False when they are not `before` any more."""
    if mode_at(root, path) != before:
        return False
    try:
        os.chmod(root / path, after)
    except OSError as error:
        raise failed(error, root / path, "can't change the mode") from error
    return True


def _write(path: Path, data: bytes | None) -> None:
    if data is not None:
        if not path.parent.is_dir():
            private_folder(path.parent)
        write_atomic(path, data)
        return
    try:
        os.unlink(path)
        sync_folder(path.parent)
    except FileNotFoundError:
        return
    except OSError as error:
        raise failed(error, path, "can't remove") from error


def _head(data: bytes, wanted: str) -> bytes | None:
    """The first lines of `data` that have this sha256."""
    total, size = sha256(), 0
    for line in data.splitlines(keepends=True):
        total.update(line)
        size += len(line)
        if total.hexdigest() == wanted:
            return data[:size]
    return None


def _require_plain(root: Path, path: str) -> None:
    """Refused when a part of the path is a symbolic link: what is behind may be somebody else's."""
    place = root
    for part in Path(path).parts:
        place = place / part
        if part == ".." or os.path.islink(place):
            raise Refused("leads through a symbolic link, and is left alone", where=str(place))
