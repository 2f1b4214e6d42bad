"""Reading files that other programs rewrite at any moment, whole but not atomically."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

from moie_tui.domain.errors import InvalidDocument
from moie_tui.storage.failures import failed, not_a_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    T = TypeVar("T")

Fingerprint = tuple[int, int, int]
"""Inode, time of change in nanoseconds, size in bytes."""

STABLE_SECONDS, PATIENCE_SECONDS, PAUSE_SECONDS = 0.1, 1.0, 0.01


def read_patiently(
    path: Path,
    parse: Callable[[bytes], T],
    *,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> tuple[bytes, T]:
    """The bytes of a file and what `parse` makes of them, as soon as both are sound.

    A missing, moving or invalid file is read again until it is the same for 100 ms, at most for 1 s. Then it
    raises FileNotFoundError or the InvalidDocument; OperationFailed when it can't be read at all. For a file
    that may well be absent ask `fingerprint` first: it does not wait."""
    started = since = clock()
    seen: tuple[bytes | None, bool] | None = None
    problem: Exception | None = None
    while True:
        data, steady = _read(path)
        if problem is None or not steady or (data, steady) != seen:
            seen, since = (data, steady), clock()
            try:
                return _accepted(path, data, steady, parse)
            except (InvalidDocument, FileNotFoundError) as error:
                problem = error
        if clock() - since >= STABLE_SECONDS or clock() - started >= PATIENCE_SECONDS:
            raise problem
        sleep(PAUSE_SECONDS)


def bytes_or_none(path: Path) -> bytes | None:
    """The bytes of a file as they are now, None when there is none; OperationFailed when it can't be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise failed(error, path, "can't read") from error


def fingerprint(path: Path) -> Fingerprint | None:
    """What tells cheaply whether a file changed, None when there is none that we may look at.

    `.moie/` is closed to others; a monitoring user looks at the root as if it were not there."""
    try:
        found = os.stat(path)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return None
    except OSError as error:
        raise failed(error, path, "can't look at it") from error
    return found.st_ino, found.st_mtime_ns, found.st_size


def _accepted(path: Path, data: bytes | None, steady: bool, parse: Callable[[bytes], T]) -> tuple[bytes, T]:
    if data is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    if not steady:
        what, fix = "changes all the time while it is read", "stop the program that keeps rewriting it"
        raise InvalidDocument(what, path=str(path), fix=fix)
    return data, parse(data)


def _read(path: Path) -> tuple[bytes | None, bool]:
    """The bytes, None when there is no file, and whether nobody changed them during the read."""
    try:
        # A pipe where the file belongs must not make a reader hang.
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            before = os.fstat(fd)
            if not stat.S_ISREG(before.st_mode):
                raise not_a_file(path)
            with open(fd, "rb", buffering=0, closefd=False) as file:
                data = file.read()
            after = os.fstat(fd)
        finally:
            os.close(fd)
    except FileNotFoundError:
        return None, True
    except OSError as error:
        raise failed(error, path, "can't read") from error
    unchanged = (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)
    return data, unchanged and len(data) == after.st_size
