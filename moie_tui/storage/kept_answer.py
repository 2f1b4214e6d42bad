"""The last answer to a question about a root, good while nothing it rests on has changed.

Imports next to nothing: a monitor asks each minute, a prompt at each return key."""

from __future__ import annotations

import os
import time

from moie_tui.values.plain_json import loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

CHECK, GLANCE = "check", "glance"
"""What is asked: whether all is well, and the facts of one line."""
_FORM = 2
_CLEAN_NANOSECONDS = 2_000_000_000
"""How long a file must have lain as it is: written twice within a tick of its clock, it looks unchanged."""
_MOST = 500
"""How many files are looked at; a root with more is read anew each time."""
_DOCUMENTS = {
    "": ("sovereign_state", "cyclic_job_health", "config"),
    ".moie": ("",),
    "backups": ("index.jsonl",),
}
_FILES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    CHECK: {**_DOCUMENTS, "logs": ("events-",)},
    GLANCE: _DOCUMENTS,
}
"""By question and folder, how the names begin of what an answer rests on; a glance is too short-lived to ask
the log."""
_RUNNING, _CACHE = ".moie/running", "cache"
_LISTED = ("backups", "backups/kept", _RUNNING)
"""Folders of which only the names are read: a folder's times change with them."""

Marks = list[list[object]]


def place(question: str) -> str:
    """Where its answer lies in a root."""
    return f".moie/cache/{question}.json"


def marks(question: str, root: str) -> Marks | None:
    """What tells whether anything changed; take them before looking. None where that can't be told."""
    root = os.path.abspath(os.path.expanduser(root))
    who: list[object] = [_FORM, os.geteuid(), os.environ.get("TZ"), *time.tzname]
    try:
        # No file says that the process of a run has died.
        if question == CHECK and _names(os.path.join(root, _RUNNING)):
            return None
        # A moie that was installed anew has another file here.
        found = [who, _mark("/etc/localtime"), _mark(__file__), *_of(root, _FILES[question])]
    except OSError:
        return None
    return found if len(found) <= _MOST else None


def recall(question: str, root: str, now: float) -> Any:
    """The answer that was kept, None when there is none or it is no longer good; `now` in seconds."""
    root = os.path.expanduser(root)
    try:
        with open(os.path.join(root, place(question)), "rb") as file:
            kept = loads(file.read())
        seen, good = marks(question, root), kept["at"] <= now < kept["until"]
        return kept["answer"] if good and seen is not None and kept["marks"] == seen else None
    except (OSError, ValueError, KeyError, TypeError):
        return None  # absent or spoilt: whoever asks looks for himself


def can_keep(seen: Marks, begun: float) -> bool:
    """Whether an answer of a look that began then may be kept: not while files have just changed."""
    times = [moment for mark in seen[1:] for moment in mark[-2:] if isinstance(moment, int)]
    return max(times, default=0) < begun * 1_000_000_000 - _CLEAN_NANOSECONDS


def keep(
    question: str, root: str, seen: Marks | None, begun: float, answer: Mapping[str, object], until: float
) -> None:
    """Keeps what a look `begun` at a moment found, until time alone may change it; it can be lost."""
    if seen is None or not can_keep(seen, begun):
        return
    from moie_tui.storage.cached import put

    kept = {"at": begun, "until": until, "marks": seen, "answer": dict(answer)}
    put(os.path.expanduser(root), place(question), kept)


def _of(root: str, files: Mapping[str, tuple[str, ...]]) -> Iterator[list[object]]:
    for folder, beginnings in files.items():
        inside = os.path.join(root, folder)
        for name in sorted(_names(inside)):
            if name.startswith(beginnings) and (folder, name) != (".moie", _CACHE):
                yield _mark(os.path.join(inside, name))
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
