"""Bytes that are on the disk, not only in memory, when a call returns."""

from __future__ import annotations

import errno
import fcntl
import os

_UNSUPPORTED = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOTTY, errno.ENOSYS}


def write_all(fd: int, data: bytes) -> None:
    """Write every byte; one `write` may take only a part of them."""
    rest = memoryview(data)
    while rest:
        written = os.write(fd, rest)
        if written <= 0:
            raise OSError(errno.EIO, "the disk took no more bytes")
        rest = rest[written:]


def sync_file(fd: int) -> None:
    """Flush a file to the disk itself; on macOS only `F_FULLFSYNC` goes beyond the drive's cache."""
    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is not None:
        try:
            fcntl.fcntl(fd, full)
            return
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                raise
    os.fsync(fd)


def sync_folder(folder: str | os.PathLike[str]) -> None:
    """Flush a folder, so that a name made or replaced in it survives a power cut, where the system can."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        sync_file(fd)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
    finally:
        os.close(fd)
