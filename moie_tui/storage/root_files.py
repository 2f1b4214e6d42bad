"""Which files make up a root: what an archive packs."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from moie_tui.domain.manifest import belongs, is_safe
from moie_tui.domain.state_names import version_of
from moie_tui.storage.atomic import is_temp
from moie_tui.storage.config_file import CONFIG_NAME
from moie_tui.storage.failures import failed
from moie_tui.storage.folders import OURS
from moie_tui.storage.health_file import HEALTH_NAME

LOGS = "logs"
_FOLDERS = ("backups", LOGS, OURS)


def root_files(root: Path, journal: str | None = None) -> list[str]:
    """The paths, relative and sorted: documents, snapshots, logs, what is ours, and the journal inside.

    Documents and the three folders may be symbolic links and are packed as what they name; below the folders
    links are left out."""
    try:
        found = {name for name in os.listdir(root) if _is_document(name) and os.path.isfile(root / name)}
        for folder in _FOLDERS:
            found.update(_below(root, folder))
    except OSError as error:
        raise failed(error, root, "can't list") from error
    if journal and (inside := _inside(root, journal)):
        found.add(inside)
    return sorted(path for path in found if is_safe(path) and belongs(path))


def _is_document(name: str) -> bool:
    return name in (HEALTH_NAME, CONFIG_NAME) or version_of(name) is not None


def _below(root: Path, folder: str) -> Iterator[str]:
    for here, _, names in os.walk(root / folder, onerror=_refuse):
        for name in names:
            path = os.path.join(here, name)
            if not is_temp(name) and _is_plain(path):
                yield os.path.relpath(path, root)


def _is_plain(path: str) -> bool:
    try:
        return stat.S_ISREG(os.stat(path, follow_symlinks=False).st_mode)
    except FileNotFoundError:
        return False


def _inside(root: Path, journal: str) -> str:
    """The journal's path in the root, "" when it lies elsewhere or is not there."""
    real, base = os.path.realpath(root / journal), os.path.realpath(root)
    return os.path.relpath(real, base) if real.startswith(base + os.sep) and os.path.isfile(real) else ""


def _refuse(error: OSError) -> None:
    if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
        raise error
