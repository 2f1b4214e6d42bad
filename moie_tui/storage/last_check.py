"""What the last check of a root found where all was well, good while nothing it rests on has changed.

Imports next to nothing: a monitor asks each minute, and between two heartbeats nothing happens."""

from __future__ import annotations

import json
import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from moie_tui.domain.lasting import Well

NAME = ".moie/cache/check.json"
_FORM = 1
_CLEAN_NANOSECONDS = 2_000_000_000
"""How long a file must have lain as it is: written twice within a tick of its clock, it looks unchanged."""
_MOST = 500
"""How many files are looked at; a root with more is checked anew each time."""
_FILES = {
    "": ("sovereign_state", "cyclic_job_health", "config"),
    ".moie": ("",),
    "backups": ("index.jsonl",),
    "logs": ("events-",),
}
"""By folder, how the names begin of what a check reads."""
_LISTED = ("backups", "backups/kept")
"""Folders of which it reads the names alone: a folder's times change with them."""
_RUNNING, _CACHE = ".moie/running", "cache"

Marks = list[list[object]]


def marks(root: str) -> Marks | None:
    """What tells whether anything changed; take them before looking.

    None where that can't be told: no file says that the process of a run has died."""
    root = os.path.expanduser(root)
    who: list[object] = [_FORM, os.geteuid(), os.environ.get("TZ"), *time.tzname]
    try:
        if _names(os.path.join(root, _RUNNING)):
            return None
        # A moie that was installed anew has another file here.
        found = [who, _mark("/etc/localtime"), _mark(__file__), *_of(root)]
    except OSError:
        return None
    return found if len(found) <= _MOST else None


def recall(root: str, now: float) -> Well | None:
    """What was kept, None when there is none or it is no longer good; `now` in seconds."""
    root = os.path.expanduser(root)
    try:
        with open(os.path.join(root, NAME), "rb") as file:
            kept = json.loads(file.read())
        well: Well = kept["well"]
        good = kept["at"] <= now < kept["until"] and kept["marks"] == marks(root)
        return well if good and all(isinstance(well[key], str) for key in ("before", "after")) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None  # absent or spoilt: whoever asks checks for himself


def keep(root: str, seen: Marks, begun: float, well: Well, until: float) -> None:
    """Keeps what a check `begun` at a moment found, until time alone may change it; it can be lost."""
    times = [moment for mark in seen[1:] for moment in mark[-2:] if isinstance(moment, int)]
    if max(times, default=0) >= begun * 1_000_000_000 - _CLEAN_NANOSECONDS:
        return
    from moie_tui.storage.cached import put

    put(os.path.expanduser(root), NAME, {"at": begun, "until": until, "marks": seen, "well": well})


def _of(root: str) -> Iterator[list[object]]:
    for folder, beginnings in _FILES.items():
        place = os.path.join(root, folder)
        for name in sorted(_names(place)):
            if name.startswith(beginnings) and (folder, name) != (".moie", _CACHE):
                yield _mark(os.path.join(place, name))
    for folder in _LISTED:
        yield _mark(os.path.join(root, folder))


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except FileNotFoundError:
        return []


def _mark(path: str) -> list[object]:
    """Which file it is, and when anything of it changed last."""
    try:
        one = os.stat(path)
    except FileNotFoundError:
        return [path]
    return [path, one.st_dev, one.st_ino, one.st_mode, one.st_size, one.st_mtime_ns, one.st_ctime_ns]
