"""Whether anybody has a file open for writing."""

from __future__ import annotations

import fcntl
import os
import signal
import time
from collections.abc import Callable

_QUIET_SECONDS = 24 * 3600.0
"""Where the system does not tell, a writer that was silent for so long is taken to be gone."""


def may_be_written(fd: int, wall: Callable[[], float] = time.time) -> bool:
    """Whether somebody may still write through a descriptor of this file, which is open for reading."""
    told = _has_writers(fd)
    return wall() - os.fstat(fd).st_mtime < _QUIET_SECONDS if told is None else told


def _has_writers(fd: int) -> bool | None:
    """What Linux tells by granting a read lease or not, for a moment; None where it tells nothing."""
    names = ("F_SETLEASE", "F_RDLCK", "F_UNLCK", "F_SETSIG")
    lease, read, none, by_signal = (getattr(fcntl, name, -1) for name in names)
    if -1 in (lease, by_signal):
        return None
    try:
        # Who opens it in this moment has the kernel tell us, by default with a signal that kills.
        fcntl.fcntl(fd, by_signal, signal.SIGURG)
        fcntl.fcntl(fd, lease, read)
    except BlockingIOError:
        return True
    except OSError:
        return None
    fcntl.fcntl(fd, lease, none)
    return False
