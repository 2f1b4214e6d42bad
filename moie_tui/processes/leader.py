"""The shell that leads a run: whether it ended, and how."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from moie_tui.domain.errors import OperationFailed
from moie_tui.domain.resources import Resources

TYPE_CHECKING = False
if TYPE_CHECKING:
    import resource

_STAYS_ZOMBIE = sys.platform == "linux"
_MEMORY_UNIT = 1 if sys.platform == "darwin" else 1024
_DISK_BLOCK = 512


class Leader:
    """A started shell.

    On Linux it stays a zombie until `reap`, so that nobody else can get its pid or group number while we
    still send signals there. macOS got `os.waitid` with Python 3.13, so there it is reaped once it ended.
    """

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.pid = process.pid
        self.used: Resources | None = None

    def ended(self) -> bool:
        """Whether the shell ended; never waits."""
        if self._process.returncode is not None:
            return True
        try:
            if _STAYS_ZOMBIE:
                return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
            return self.reap() is not None
        except ChildProcessError:
            raise self._lost() from None

    def reap(self) -> int | None:
        """The exit code, or minus the signal's number; None while it still runs."""
        if self._process.returncode is None:
            try:
                pid, status, usage = os.wait4(self.pid, os.WNOHANG)
            except ChildProcessError:
                raise self._lost() from None
            if pid:
                self._process.returncode = os.waitstatus_to_exitcode(status)
                self.used = _resources(usage)
        return self._process.returncode

    def bury(self, seconds: float) -> None:
        """Reap a killed shell, waiting so long at most."""
        until = time.monotonic() + seconds
        while self.reap() is None and time.monotonic() < until:
            time.sleep(0.002)

    def _lost(self) -> OperationFailed:
        """Popen would report 0 here, and an unproven job would count as proven."""
        self._process.returncode = 255
        return OperationFailed(
            "the command's exit status was lost: somebody else collects our child processes",
            fix="start moie with SIGCHLD at its default",
        )


def _resources(usage: resource.struct_rusage) -> Resources:
    return Resources(
        cpu_seconds=round(usage.ru_utime + usage.ru_stime, 6),
        max_rss_bytes=usage.ru_maxrss * _MEMORY_UNIT,
        read_bytes=usage.ru_inblock * _DISK_BLOCK,
        write_bytes=usage.ru_oublock * _DISK_BLOCK,
    )
