"""A folder that is made whole beside its place, and then takes it in one step."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from moie_tui.domain.errors import Refused
from moie_tui.storage.durability import sync_folder
from moie_tui.storage.failures import failed


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A new private folder beside `target`, removed again unless it took its place."""
    folder = target.parent / f".{target.name}.moie-{os.urandom(4).hex()}.tmp"
    try:
        os.makedirs(target.parent, exist_ok=True)
        os.mkdir(folder, 0o700)
    except OSError as error:
        raise failed(error, folder, "can't make the folder") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def take_name(folder: Path, target: Path) -> None:
    """Puts the folder where `target` is to be; Refused when something is there by now."""
    try:
        for here, _, _ in os.walk(folder):
            sync_folder(here)
        os.chmod(folder, _mode_like(target))
        # An empty folder is replaced; one with anything in it never is.
        os.rename(folder, target)
        sync_folder(target.parent)
    except FileExistsError as error:
        raise Refused("is not empty any more", where=str(target), fix="choose another folder") from error
    except OSError as error:
        if os.path.isdir(target) and os.listdir(target):
            raise Refused("is not empty any more", where=str(target), fix="choose another folder") from error
        raise failed(error, target, "can't put the folder in its place") from error


def require_empty(folder: Path) -> None:
    """Refused where anything is in it, or something else lies in its place."""
    if os.path.lexists(folder) and (not folder.is_dir() or os.listdir(folder)):
        raise Refused("is not empty", where=str(folder), fix="choose another folder")


def free_bytes(folder: Path) -> int:
    """How much a user may still write on the disk of a folder, or of the one it would be made in."""
    while not os.path.isdir(folder) and folder != folder.parent:
        folder = folder.parent
    try:
        found = os.statvfs(folder)
    except OSError as error:
        raise failed(error, folder, "can't ask for free space") from error
    return found.f_bavail * found.f_frsize


def _mode_like(target: Path) -> int:
    """The mode of the empty folder it replaces; without one what the umask leaves."""
    if os.path.isdir(target):
        return os.stat(target).st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o777 & ~mask
