"""A run that goes on: its place among the running, held by a lock that dies with us, and its log."""

from __future__ import annotations

import fcntl
import os
import stat
from contextlib import suppress
from pathlib import Path

from moie_tui.domain.errors import Busy, UsageError
from moie_tui.storage.durability import write_all
from moie_tui.storage.failures import failed
from moie_tui.storage.run_record import encode_run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.run import Run

_TEMP = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_LOOK = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_LARGEST = 1024 * 1024

ALIVE, VANISHED, GONE = "alive", "vanished", "gone"


class LiveRun:
    """Held by the process that runs it; write its output with `write`, then let the store finish it."""

    def __init__(self, run: Run, place: Path, folder: Path) -> None:
        from moie_tui.storage.run_log import LogWriter

        self.run = run
        self._fd = _take(place, encode_run(run))
        try:
            self._log = LogWriter(folder, run.id)
        except OSError as error:
            os.unlink(place)
            self.let_go()
            raise failed(error, folder / f"{run.id}.log", "can't begin a log") from error

    def write(self, data: bytes) -> None:
        """Some more of its output."""
        self._log.write(data)

    @property
    def log_problem(self) -> str:
        """Why its log is cut, "" when it is not."""
        return self._log.problem

    def end_log(self) -> None:
        """No more output will come."""
        self._log.close()

    def let_go(self) -> None:
        """Gives up the place: whoever looks now sees a run that ended or vanished."""
        os.close(self._fd)


def look_at(place: Path) -> tuple[str, bytes]:
    """Whether the run of a file among the running is alive, vanished or gone, and the file's bytes.

    Nobody holds the lock of a vanished one; one that is gone ended while we looked, or is no run's file."""
    try:
        fd = os.open(place, _LOOK)
    except OSError:
        return GONE, b""  # ended meanwhile, or nothing of ours: a link, or another user's
    try:
        found = os.fstat(fd)
        if not stat.S_ISREG(found.st_mode):
            return GONE, b""
        data = os.read(fd, min(found.st_size, _LARGEST))
        try:
            fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return ALIVE, data
        # The file is unlinked before the lock goes, so a run that just ended is not taken for a vanished one.
        return (VANISHED if os.fstat(fd).st_nlink else GONE), data
    except OSError as error:
        raise failed(error, place, "can't look at a run") from error
    finally:
        os.close(fd)


def _take(place: Path, data: bytes) -> int:
    """The locked descriptor of a new file; it is locked before it has its name, so nobody sees it free."""
    temp = place.with_name(f".{place.name}.moie-{os.urandom(4).hex()}.tmp")
    try:
        fd = os.open(temp, _TEMP, 0o600)
    except OSError as error:
        raise failed(error, place, "can't begin a run") from error
    try:
        write_all(fd, data)
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if place.exists():
            raise UsageError(f"there is a run {place.stem} already", where=str(place.parent))
        os.rename(temp, place)
    except BaseException as error:
        os.close(fd)
        with suppress(OSError):  # the failure that led here is the one to tell; a sweep finds the temp
            os.unlink(temp)
        if isinstance(error, BlockingIOError):
            raise Busy("is locked by another process", where=str(place)) from error
        if isinstance(error, OSError):
            raise failed(error, place, "can't begin a run") from error
        raise
    return fd
