"""Where what is ours lies: the user's home for it, and the folders we make inside a root."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from moie_tui.storage.atomic import sweep_temps
from moie_tui.storage.failures import failed

OURS = ".moie"
RUNNING = f"{OURS}/running"
"""Where the runs of jobs have their places while they go on."""
_WITH_TEMPS = ("old", "cache", "quarantine", "configs")


def default_home(environ: Mapping[str, str]) -> Path:
    """`$MOIE_HOME`, else `~/.config/moie`."""
    if environ.get("MOIE_HOME"):
        return Path(environ["MOIE_HOME"])
    return Path(environ.get("HOME") or os.path.expanduser("~")) / ".config" / "moie"


def private_folder(folder: Path) -> None:
    """Make a folder for this user only (0700), with the ones above it up to `.moie`, but never the root."""
    try:
        _make(folder)
    except OSError as error:
        raise failed(error, folder, "can't make the folder") from error


def plain_folder(folder: Path) -> None:
    """Make a folder that other programs share, as the umask says; its parent must be there."""
    try:
        with suppress(FileExistsError):  # if it is no folder, whoever opens a file in it is told so
            os.mkdir(folder)
    except OSError as error:
        raise failed(error, folder, "can't make the folder") from error


def is_empty(folder: Path) -> bool:
    """Whether it surely holds nothing; what can't be looked into is for others to tell."""
    try:
        with os.scandir(folder) as found:
            return next(found, None) is None
    except FileNotFoundError:
        return True
    except OSError:
        return False


def can_write(root: Path) -> bool:
    """Whether this user may write what is ours in a root, on a disk that takes it."""
    return os.access(root / OURS if os.path.isdir(root / OURS) else root, os.W_OK)


def is_read_only(root: Path) -> bool:
    """Whether the disk itself takes nothing, whoever asks."""
    try:
        return bool(os.statvfs(root).f_flag & os.ST_RDONLY)
    except OSError:
        return False  # a root that is gone is told by whoever reads it


def sweep_ours(root: Path) -> None:
    """Remove the temps that killed writers left in `.moie` and its folders."""
    for folder in ("", *_WITH_TEMPS):
        sweep_temps(root / OURS / folder)


def _make(folder: Path) -> None:
    with suppress(FileExistsError):  # if it is no folder, whoever opens a file in it is told so
        try:
            os.mkdir(folder, 0o700)
        except FileNotFoundError:
            if OURS not in folder.parent.parts:
                raise
            _make(folder.parent)
            os.mkdir(folder, 0o700)
