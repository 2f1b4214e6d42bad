"""Which folders to watch, and which names in them matter."""

from __future__ import annotations

import os
from pathlib import Path

from moie_tui.domain.state_names import version_of
from moie_tui.storage.atomic import is_temp
from moie_tui.storage.config_file import CONFIG_NAME
from moie_tui.storage.folders import OURS
from moie_tui.storage.health_file import HEALTH_NAME
from moie_tui.values import dataclass

_FOLDERS = ("", "backups", "backups/kept", "logs", OURS, f"{OURS}/running")
_OF_OURS = {
    "hold.json",
    "live.json",
    "mirror.json",
    "operations.jsonl",
    "pulse.lock",
    "quiet.json",
    "running",
}
_UNSHOWN = (".sha256", ".lock")

Identity = tuple[str, int, int]
"""A folder's real path, device and inode: a recreated one is another."""


@dataclass(frozen=True)
class Watched:
    """The folders that are there now, and the names that matter beside the usual ones."""

    folders: frozenset[Identity]
    linked: frozenset[str]
    ours: str

    @property
    def paths(self) -> tuple[str, ...]:
        """What to give to the watch."""
        return tuple(sorted(path for path, _, _ in self.folders))

    def matters(self, path: str) -> bool:
        """Whether a change of this path can change what is shown; our own locks and temps can't."""
        folder, name = os.path.split(path)
        if folder == self.ours:
            return name in _OF_OURS or name in self.linked
        return not (is_temp(name) or name.endswith(_UNSHOWN))


def watched(root: Path) -> Watched:
    """What to watch of a root as it is now: its folders, and the real ones of linked documents."""
    links = [os.path.realpath(root / name) for name in _documents(root) if os.path.islink(root / name)]
    folders = [os.path.realpath(root / name) for name in _FOLDERS]
    found = {path: _identity(path) for path in [*folders, *map(os.path.dirname, links)]}
    return Watched(
        frozenset(one for one in found.values() if one is not None),
        frozenset(map(os.path.basename, links)),
        os.path.realpath(root / OURS),
    )


def _documents(root: Path) -> list[str]:
    try:
        names = os.listdir(root)
    except OSError:
        return []  # a root that can't be listed has nothing to watch; the reading says why
    return [name for name in names if name in (CONFIG_NAME, HEALTH_NAME) or version_of(name) is not None]


def _identity(path: str) -> Identity | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return (path, found.st_dev, found.st_ino) if os.path.isdir(path) else None
