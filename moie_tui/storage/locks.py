"""Locks between processes that end with their holder, `kill -9` included."""

from __future__ import annotations

import fcntl
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from moie_tui.domain.errors import Busy
from moie_tui.storage.failures import failed, not_a_file
from moie_tui.storage.folders import private_folder
from moie_tui.storage.holder import LONGEST_LINE, UNNAMED, Holder, decode, encode, this_process

_SAFE = os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
_PROBE_PATIENCE, _NAME_PATIENCE = 1000, 20
_PAUSE_SECONDS, _SHORTEST_PAUSE_SECONDS, _PROBE_PAUSE_SECONDS = 0.01, 0.0003, 0.001


class FileLock:
    """`flock` on a file of its own; the file stays, and names the holder while the lock is held.

    Asking who holds it takes the lock *shared* for microseconds. A taker that meets such a probe can tell it
    from a holder (shared goes beside shared), so a probe never makes `hold(timeout=0)` fail. A child forked
    without exec keeps the descriptor and, when its parent is killed, the lock: let it close it or exec."""

    def __init__(
        self,
        path: Path,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.path = path
        self._sleep, self._clock, self._wall = sleep, clock, wall

    @contextmanager
    def hold(self, timeout: float = 0.0, holder: str = "", origin: str = "") -> Iterator[Holder | None]:
        """Hold the lock inside `with`, as `holder` ("pulse"); Busy after `timeout` seconds of waiting.

        Yields who had it before and died without letting go, None after a clean end."""
        owner = os.getpid()
        fd = self._acquire(timeout)
        try:
            left = os.pread(fd, LONGEST_LINE, 0)
            with suppress(OSError):  # on a full disk the lock counts, not the name: prune must go on
                os.ftruncate(fd, 0)
                os.pwrite(fd, encode(this_process(holder, origin, self._wall())), 0)
            yield decode(left) if left else None
        finally:
            _release(fd, owner)

    def holder(self) -> Holder | None:
        """Who holds the lock right now, None when it is free, whatever a killed holder left in the file."""
        try:
            fd = os.open(self.path, os.O_RDONLY | _SAFE)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise failed(error, self.path, "can't look at the lock") from error
        try:
            return None if self._lock(fd, fcntl.LOCK_SH) else self._named(fd)
        finally:
            os.close(fd)

    def left_by(self) -> Holder | None:
        """Who held it last and died without letting go; None while it is held, or after a clean end."""
        if self.holder() is not None:
            return None
        try:
            left = decode(self.path.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise failed(error, self.path, "can't look at the lock") from error
        return None if left is UNNAMED else left

    def _acquire(self, timeout: float) -> int:
        private_folder(self.path.parent)
        started = self._clock()
        deadline = started + timeout
        probed = 0
        while True:
            fd = self._open()
            try:
                if self._lock(fd, fcntl.LOCK_EX):
                    if self._is_current(fd):
                        return fd
                    held = False
                else:
                    held = not self._lock(fd, fcntl.LOCK_SH)
                probed += not held
                if self._clock() >= deadline and (held or probed > _PROBE_PATIENCE):
                    raise self._busy(fd)
            except BaseException:
                os.close(fd)
                raise
            os.close(fd)
            self._sleep(_pause(self._clock() - started) if held else _PROBE_PAUSE_SECONDS)

    def _open(self) -> int:
        try:
            fd = os.open(self.path, os.O_RDWR | os.O_CREAT | _SAFE, 0o600)
        except OSError as error:
            raise failed(error, self.path, "can't open the lock") from error
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            os.close(fd)
            raise not_a_file(self.path)
        return fd

    def _lock(self, fd: int, kind: int) -> bool:
        try:
            fcntl.flock(fd, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            raise failed(error, self.path, "can't lock") from error
        return True

    def _is_current(self, fd: int) -> bool:
        """Whether the locked file still has the name: one that was deleted meanwhile guards nothing."""
        try:
            return os.path.samestat(os.fstat(fd), os.stat(self.path, follow_symlinks=False))
        except FileNotFoundError:
            return False

    def _named(self, fd: int) -> Holder:
        """The holder's own words; one that took the lock this instant has not written them yet."""
        for _ in range(_NAME_PATIENCE):
            found = decode(os.pread(fd, LONGEST_LINE, 0))
            if found is not UNNAMED:
                return found
            self._sleep(_PROBE_PAUSE_SECONDS)
        return UNNAMED

    def _busy(self, fd: int) -> Busy:
        who = self._named(fd).line()
        return Busy(f"held by {who}", holder=who, where=str(self.path), fix="wait until it is done")


def _pause(waited: float) -> float:
    """How long to wait before asking again: less the longer one waits, so that among many none starves."""
    return max(_SHORTEST_PAUSE_SECONDS, _PAUSE_SECONDS / (1 + waited) ** 2)


def _release(fd: int, owner: int) -> None:
    """Let go; a forked child that leaves the `with` closes only its copy, the lock is its parent's."""
    try:
        if os.getpid() == owner:
            with suppress(OSError):  # a name left behind does no harm: a free lock has no holder
                os.ftruncate(fd, 0)
            fcntl.flock(fd, fcntl.LOCK_UN)
    finally:
        os.close(fd)
