"""Copies of documents outside the root, where an editor may write them to pieces."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from moie_tui.domain.draft import Draft
from moie_tui.storage.failures import failed

_PREFIX = "moie-edit-"
_KEPT_SECONDS = 7 * 24 * 3600.0


def begin_draft(file: str, base: bytes, now: datetime) -> Draft:
    """A copy under the same name, in a folder that only this user can look into.

    Those that nobody came back to for a week go."""
    try:
        _sweep(Path(tempfile.gettempdir()))
        place = Path(tempfile.mkdtemp(prefix=_PREFIX)) / file
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as copy:
            copy.write(base)
    except OSError as error:
        raise failed(error, error.filename or tempfile.gettempdir(), "can't write a copy to edit") from error
    return Draft(file, base, str(place), now)


def text_of(draft: Draft) -> bytes:
    """What stands there now."""
    try:
        return Path(draft.place).read_bytes()
    except OSError as error:
        raise failed(error, draft.place, "can't read what was written") from error


def drop_draft(draft: Draft) -> None:
    """Removes the copy, and what editors left beside it."""
    try:
        shutil.rmtree(Path(draft.place).parent)
    except FileNotFoundError:
        return  # somebody cleaned up
    except OSError as error:
        raise failed(error, draft.place, "can't remove the copy") from error


def _sweep(folder: Path) -> None:
    for old in folder.glob(f"{_PREFIX}*"):
        with suppress(FileNotFoundError):  # another sweep was faster
            found = old.stat(follow_symlinks=False)
            if found.st_uid == os.geteuid() and time.time() - found.st_mtime >= _KEPT_SECONDS:
                shutil.rmtree(old)
