"""Writing a file so that it is never torn and never lost."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from moie_tui.domain.errors import OperationFailed
from moie_tui.storage.durability import sync_file, sync_folder, write_all
from moie_tui.storage.failures import failed, not_a_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

_NEW_FILE = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_APPEND = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_NO_HARD_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
_TEMP_MARK, _TEMP_END = ".moie-", ".tmp"


def write_atomic(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Replace a file whole, or make it (0600); mode and owner stay, and a symbolic link stays one.

    Raises OperationFailed; the old file is then whole, unless only the folder could not be flushed. What is
    thrown away at once anyway need not be `durable`."""
    _replace(path, _writing(data), durable=durable)


def write_streamed(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """The same for content too large to hold: `write` gets the open file, and may read it back before the
    file takes its place; when it raises, the old one stays."""
    _replace(path, _streaming(write), durable=True)


def create_new(path: Path, data: bytes) -> None:
    """Make a file (0600) as durably as `write_atomic` does; FileExistsError when the name is taken."""
    _create(path, _writing(data))


def create_streamed(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """The same for content too large to hold: `write` gets the open file, and may read it back before the
    file gets its name; when it raises, nothing is left."""
    _create(path, _streaming(write))


def _replace(path: Path, write: Callable[[int], None], *, durable: bool) -> None:
    target = os.path.realpath(path)
    try:
        with _temp_beside(target, write, like=_original(target), durable=durable) as temp:
            os.replace(temp, target)
    except OSError as error:
        raise failed(error, path, "can't write") from error
    if durable:
        _settle(target)


def _create(path: Path, write: Callable[[int], None]) -> None:
    target = os.path.join(os.path.realpath(path.parent), path.name)
    try:
        with _temp_beside(target, write, like=None) as temp:
            _give_name(temp, target)
    except FileExistsError as error:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from error
    except OSError as error:
        raise failed(error, path, "can't create") from error
    _settle(target)


def append_line(path: Path, data: bytes, *, durable: bool = False) -> None:
    """Append one line in one `write`, so that lines of many writers never mix; the newline is added.

    A torn tail that another writer left is closed with a newline first. Raises OperationFailed, also after a
    short write; symbolic links are not followed, so give the real path."""
    line = data.removesuffix(b"\n")
    if b"\n" in line:
        raise ValueError("append_line takes one line")
    try:
        fd = os.open(path, _APPEND, 0o600)
        try:
            is_new = _append(fd, path, line + b"\n")
            if durable:
                sync_file(fd)
        finally:
            os.close(fd)
        if durable and is_new:
            sync_folder(path.parent)
    except OSError as error:
        raise failed(error, path, "can't append") from error


def sweep_temps(
    folder: Path, *, older_than_seconds: float = 60.0, clock: Callable[[], float] = time.time
) -> list[str]:
    """Remove temps that killed writers left in `folder` and give their names; a missing folder has none.

    A live temp exists for milliseconds, so age tells: a process id would lie across hosts and containers."""
    swept = []
    try:
        with os.scandir(folder) as entries:
            temps = [
                entry for entry in entries if is_temp(entry.name) and entry.is_file(follow_symlinks=False)
            ]
        for entry in temps:
            with suppress(FileNotFoundError):  # its writer or another sweep was faster
                age = abs(clock() - entry.stat(follow_symlinks=False).st_mtime)
                if age >= older_than_seconds:
                    os.unlink(entry.path)
                    swept.append(entry.name)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise failed(error, folder, "can't sweep leftover temps") from error
    return swept


def is_temp(name: str) -> bool:
    """Whether a file's name has our own pattern for temps: `.NAME.moie-XXXXXXXX.tmp`."""
    head, mark, tail = name.rpartition(_TEMP_MARK)
    token = tail.removesuffix(_TEMP_END)
    return bool(mark) and len(head) > 1 and head[0] == "." and tail == token + _TEMP_END and _is_token(token)


def _is_token(text: str) -> bool:
    return len(text) == 8 and set(text) <= set("0123456789abcdef")


def _streaming(write: Callable[[BinaryIO], None]) -> Callable[[int], None]:
    def whole(fd: int) -> None:
        with open(fd, "w+b", closefd=False) as file:
            write(file)

    return whole


def _writing(data: bytes) -> Callable[[int], None]:
    return lambda fd: write_all(fd, data)


@contextmanager
def _temp_beside(
    target: str, write: Callable[[int], None], like: os.stat_result | None, *, durable: bool = True
) -> Iterator[str]:
    """A complete temp in the target's folder, flushed if `durable`; removed again when anything fails."""
    fd, temp = _open_temp(target)
    try:
        try:
            write(fd)
            if like is not None:
                _dress(fd, like)
            if durable:
                sync_file(fd)
        finally:
            os.close(fd)
        yield temp
    except BaseException:
        _discard(temp)
        raise


def _open_temp(target: str) -> tuple[int, str]:
    folder, name = os.path.split(target)
    while True:
        temp = os.path.join(folder, f".{name}{_TEMP_MARK}{os.urandom(4).hex()}{_TEMP_END}")
        with suppress(FileExistsError):  # another writer's: take another name
            return os.open(temp, _NEW_FILE, 0o600), temp


def _original(target: str) -> os.stat_result | None:
    """What the file to replace looks like, None when it is new."""
    try:
        found = os.stat(target)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):
        raise not_a_file(target)
    return found


def _dress(fd: int, like: os.stat_result) -> None:
    """Give the temp the original's owner and mode."""
    own = os.fstat(fd)
    if (own.st_uid, own.st_gid) != (like.st_uid, like.st_gid):
        os.fchown(fd, like.st_uid, like.st_gid)
        own = os.fstat(fd)  # a change of owner clears mode bits
    if stat.S_IMODE(own.st_mode) != stat.S_IMODE(like.st_mode):
        os.fchmod(fd, stat.S_IMODE(like.st_mode))


def _give_name(temp: str, target: str) -> None:
    """Move the temp to a name that must be free."""
    try:
        os.link(temp, target)
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        # exFAT and its kin have no hard links: an empty file takes the name, then it is replaced whole.
        os.close(os.open(target, _NEW_FILE, 0o600))
        try:
            os.replace(temp, target)
        except BaseException:
            _discard(target)
            raise
    else:
        _discard(temp)


def _discard(temp: str) -> None:
    with suppress(OSError):  # the failure that led here is the one to tell; `sweep_temps` finds the rest
        os.unlink(temp)


def _settle(target: str) -> None:
    try:
        sync_folder(os.path.dirname(target))
    except OSError as error:
        raise failed(error, target, "written, but its folder could not be flushed to the disk") from error


def _append(fd: int, path: Path, line: bytes) -> bool:
    """Append in one write; says whether the file was empty before."""
    before = os.fstat(fd)
    if not stat.S_ISREG(before.st_mode):
        raise not_a_file(path)
    if before.st_size and os.pread(fd, 1, before.st_size - 1) != b"\n":
        line = b"\n" + line
    written = os.write(fd, line)
    if written != len(line):
        what = f"can't append: only {written} of {len(line)} bytes were written"
        raise OperationFailed(what, where=str(path), fix="free some space")
    return before.st_size == 0
