"""The shell that leads a run: whether it ended, and how."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from moie_tui.domain.errors import OperationFailed

_STAYS_ZOMBIE = sys.platform == "linux"


class Leader:
    """A started shell.

    On Linux it stays a zombie until `reap`, so that nobody else can get its pid or group number while we
    still send signals there. macOS got `os.waitid` with Python 3.13, so there it is reaped once it ended.
    """

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.pid = process.pid

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
                pid, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:
                raise self._lost() from None
            if pid:
                self._process.returncode = os.waitstatus_to_exitcode(status)
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
