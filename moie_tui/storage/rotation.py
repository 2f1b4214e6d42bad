"""Old days of the log become compressed files, and no line of them is lost on the way.

`events-DAY.jsonl` is renamed `.closing` once nobody has it open, so that whoever appends by name begins a new
file; `.closing` is replaced by its compressed content, behind what was compressed before, and renamed `.gz`.
A kill in between leaves a day that reads the same; the next rotation goes on."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from moie_tui.storage.atomic import write_streamed
from moie_tui.storage.durability import sync_folder, write_all
from moie_tui.storage.failures import failed
from moie_tui.storage.log_days import CLOSING, PACKED, PLAIN, LogDay, file_of
from moie_tui.storage.open_writers import may_be_written
from moie_tui.storage.packed_text import PackedText, is_packed, packed

_CHUNK = 1024 * 1024
_APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
_PAUSES, _PAUSE_SECONDS = 20, 0.01


class _StillWritten(Exception):
    """Somebody has the file open: another time."""


def remove(folder: Path, one: LogDay) -> None:
    """Remove a day's files as they were seen."""
    try:
        for end, _ in one.files:
            os.unlink(file_of(folder, one.day, end))
        sync_folder(folder)
    except OSError as error:
        raise failed(error, error.filename or folder, "can't remove") from error


def pack(folder: Path, day: str, sleep: Callable[[float], None] = time.sleep) -> bool:
    """Compress what a day has in plain; False when somebody may still write to it, or it is not ours to."""
    try:
        _finish(folder, day)
        if _is_foreign(file_of(folder, day, PACKED)):
            return False
        closing, plain = file_of(folder, day, CLOSING), file_of(folder, day, PLAIN)
        if not closing.exists():
            if not plain.exists():
                return True
            if not _close(plain, closing):
                return False
        if not _replace(folder, day, sleep):
            return False
        _finish(folder, day)
        sync_folder(folder)
    except OSError as error:
        raise failed(error, error.filename or folder, "can't compress") from error
    return True


def _is_foreign(old: Path) -> bool:
    """Whether another program compressed it: then it stays, and the plain lines beside it."""
    try:
        with open(old, "rb") as file:
            PackedText(file.fileno())
    except FileNotFoundError:
        return False
    except ValueError:
        return True
    return False


def _finish(folder: Path, day: str) -> None:
    """The last step, which a killed rotation may have left to do."""
    closing = file_of(folder, day, CLOSING)
    try:
        fd = os.open(closing, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        done = is_packed(fd)
    finally:
        os.close(fd)
    if done:
        os.rename(closing, file_of(folder, day, PACKED))


def _close(plain: Path, closing: Path) -> bool:
    """Take a day's file out of the way of those who append by name, if nobody has it open."""
    found = os.lstat(plain)
    if not stat.S_ISREG(found.st_mode) or os.geteuid() not in (0, found.st_uid):
        return False
    fd = os.open(plain, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        # What begins as gzip does would later be taken for compressed.
        if is_packed(fd) or may_be_written(fd):
            return False
    finally:
        os.close(fd)
    os.rename(plain, closing)
    return True


def _replace(folder: Path, day: str, sleep: Callable[[float], None]) -> bool:
    """Put its compressed content in the place of the closing file."""
    closing = file_of(folder, day, CLOSING)
    with open(closing, "rb") as source:
        try:
            _await_writers(source.fileno(), sleep)
            size = os.fstat(source.fileno()).st_size
            if not size:
                os.unlink(closing)
                return True
            write_streamed(closing, lambda file: _write(file, folder, day, source, size))
        except _StillWritten:
            return False
        # Where the system can't tell of writers, one may have written on until now.
        source.seek(size)
        if late := source.read():
            _append(file_of(folder, day, PLAIN), late)
    return True


def _await_writers(fd: int, sleep: Callable[[float], None]) -> None:
    """Who opened the file by its old name just before it lost it is done in a moment, or raises."""
    for _ in range(_PAUSES):
        if not may_be_written(fd):
            return
        sleep(_PAUSE_SECONDS)
    raise _StillWritten


def _write(file: BinaryIO, folder: Path, day: str, source: BinaryIO, size: int) -> None:
    """What was compressed before, then this; read back before it counts."""
    before, is_torn = _copied(file, file_of(folder, day, PACKED))
    first = b"\n" if is_torn else b""
    for member in packed(chain((first,), _pieces(source, size))):
        file.write(member)
    file.flush()
    _check(PackedText(file.fileno()), before + len(first), source, size)
    if os.fstat(source.fileno()).st_size != size or may_be_written(source.fileno()):
        raise _StillWritten


def _copied(file: BinaryIO, old: Path) -> tuple[int, bool]:
    """How much text the day's compressed file has, copied as it is, and whether that ends within a line."""
    try:
        packed_before = open(old, "rb")  # noqa: SIM115
    except FileNotFoundError:
        return 0, False
    with packed_before:
        text = PackedText(packed_before.fileno())
        while chunk := packed_before.read(_CHUNK):
            file.write(chunk)
        return text.size, text.size > 0 and text.read(text.size - 1, 1) != b"\n"


def _pieces(source: BinaryIO, size: int) -> Iterator[bytes]:
    """The first `size` bytes, and a newline where they end within a line."""
    source.seek(0)
    last, left = b"\n", size
    while left and (last := source.read(min(_CHUNK, left))):
        yield last
        left -= len(last)
    if not last.endswith(b"\n"):
        yield b"\n"


def _check(text: PackedText, start: int, source: BinaryIO, size: int) -> None:
    """OSError when what was compressed does not read as what it was made of."""
    at = start
    for piece in _pieces(source, size):
        if text.read(at, len(piece)) != piece:
            raise OSError(errno.EIO, "what was compressed does not read as it was", source.name)
        at += len(piece)
    if at != text.size:
        raise OSError(errno.EIO, "what was compressed has another length", source.name)


def _append(path: Path, data: bytes) -> None:
    fd = os.open(path, _APPEND, 0o600)
    try:
        write_all(fd, data)
    finally:
        os.close(fd)
