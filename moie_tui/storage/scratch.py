"""Trying a restore where it can do no harm: in a temporary folder that is thrown away."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from moie_tui.domain.errors import InvalidDocument, OperationFailed
from moie_tui.domain.state_names import file_name
from moie_tui.storage.state_file import StateFile

_PREFIX = "moie-scratch-"


def restore_in_scratch(data: bytes, version: int) -> None:
    """Restores the bytes as a rollback does, reads them back as a state, and compares byte for byte.

    InvalidDocument when they are no state of this version; OperationFailed when they come back otherwise, or
    the folder for temporary files can't be used."""
    try:
        with _scratch_folder() as folder:
            scratch = StateFile(folder, durable=False)
            scratch.swap(file_name(version), None, data)
            back = scratch.read(version).data
    except OSError as error:
        what = f"no scratch restore was possible: {error.strerror or error}"
        raise OperationFailed(what, where=str(error.filename or ""), fix="check TMPDIR") from error
    if back != data:
        raise OperationFailed("came back with other bytes from a scratch restore", fix="check the disk")


def restores(data: bytes, version: int) -> bool:
    """Whether a scratch restore of the bytes goes well."""
    try:
        restore_in_scratch(data, version)
    except (InvalidDocument, OperationFailed):
        return False  # it is then not called proven; `moie doctor` tries again and says why
    return True


def sweep_scratch(*, older_than_seconds: float = 3600.0, clock: Callable[[], float] = time.time) -> int:
    """Removes the scratch folders that killed processes of this user left, and says how many."""
    swept = 0
    with suppress(FileNotFoundError), os.scandir(_base()) as entries:
        for entry in entries:
            if entry.name.startswith(_PREFIX) and entry.is_dir(follow_symlinks=False):
                with suppress(FileNotFoundError):  # another sweep was faster
                    found = entry.stat(follow_symlinks=False)
                    if found.st_uid == os.geteuid() and clock() - found.st_mtime >= older_than_seconds:
                        _remove(Path(entry.path))
                        swept += 1
    return swept


@contextmanager
def _scratch_folder() -> Iterator[Path]:
    """A private folder for the time of the block; `tempfile` would load every archiver at each pulse."""
    folder = _base() / f"{_PREFIX}{os.urandom(8).hex()}"
    os.mkdir(folder, 0o700)
    try:
        yield folder
    finally:
        _remove(folder)


def _base() -> Path:
    return Path(os.environ.get("TMPDIR") or "/tmp")


def _remove(folder: Path) -> None:
    for here, folders, names in os.walk(folder, topdown=False):
        for name in names:
            os.unlink(os.path.join(here, name))
        for name in folders:
            os.rmdir(os.path.join(here, name))
    os.rmdir(folder)
