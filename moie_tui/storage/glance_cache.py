"""The last glance at a root, good as long as its files are what they were, and half a minute at most.

Imports next to nothing: a prompt asks for it each time."""

from __future__ import annotations

import json
import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.glance import Glance

SECONDS = 30.0
"""How long it is good: what no file tells, such as a run that was killed, is that old at most."""
_FORM = 1
_COARSE_NANOSECONDS = 50_000_000
_NAME = ".moie/cache/glance.json"
_WATCHED = (
    "",
    "sovereign_state.json",
    "sovereign_state_v2.json",
    "sovereign_state_v3.json",
    "cyclic_job_health.json",
    "config.yaml",
    "backups",
    "backups/kept",
    "backups/index.jsonl",
    ".moie",
    ".moie/running",
)
"""Files that others rewrite in place, and folders: their time changes with each file replaced in them."""

Marks = list[list[int] | None]


def marks(root: str) -> Marks:
    """What tells whether anything that matters changed; take them before looking."""
    return [_mark(os.path.join(root, name)) for name in _WATCHED]


def recall(root: str, now: float) -> Glance | None:
    """The glance that was kept, None when there is none or it is no longer good; `now` in seconds."""
    root = os.path.expanduser(root)
    try:
        with open(os.path.join(root, _NAME), "rb") as file:
            kept = json.loads(file.read())
        good = kept["form"] == _FORM and kept["at"] <= now < kept["at"] + SECONDS
        glance: Glance = kept["glance"]
        return glance if good and kept["marks"] == marks(root) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None  # absent or spoilt: whoever asks looks for himself


def keep(root: str, seen: Marks, glance: Glance, now: float) -> None:
    """Keeps a glance, where there is a folder of ours that can be written; it can be lost at any time."""
    newest = max((mark[1] for mark in seen if mark), default=0)
    if abs(time.time_ns() - newest) < _COARSE_NANOSECONDS:
        return  # written twice within a tick of the file system's clock, a file may look unchanged
    from moie_tui.storage.cached import put

    put(root, _NAME, {"form": _FORM, "at": now, "marks": seen, "glance": dict(glance)})


def _mark(path: str) -> list[int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return [found.st_ino, found.st_mtime_ns, found.st_size]
