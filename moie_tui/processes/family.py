"""Every process of one run, found and ended, also those that left its process group."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable

from moie_tui.processes.descendants import Process, family_of, is_same, started_at
from moie_tui.processes.leader import Leader

KILL_SECONDS = 1.0
_ON_LINUX = sys.platform == "linux"


class Family:
    """The processes of one run.

    Everywhere: the process group of the shell. On Linux also its session, every process that carries the
    run's mark in its environment, and what descends from them; so a child that calls `setsid` is found. We
    are no subreaper: that flag is one for our whole process, and the orphans of jobs that must outlive us
    would come to us too, where nothing tells them from a run's. What escapes: on Linux a daemon that forked
    twice, called `setsid` and wiped or overwrote its environment; on macOS whatever called `setsid` or
    `setpgid`; everywhere a process of another user, or one that a service started (systemd-run, docker).
    """

    def __init__(self, leader: Leader, mark: str) -> None:
        self._leader = leader
        self._mark = mark.encode()
        self._since = started_at(leader.pid)
        self._seen: set[Process] = set()

    def alive(self) -> bool:
        """Whether anything of the run still runs."""
        if not self._leader.ended():
            return True
        return bool(self._find()) if _ON_LINUX else self._group_exists()

    def end(self, grace_seconds: float, read: Callable[[float], object]) -> None:
        """TERM, then KILL after the grace; `read` waits so many seconds and keeps the pipe drained."""
        if self.alive():
            self._signal(signal.SIGTERM)
            if not self._gone_within(grace_seconds, read):
                self._kill_until_gone(read)
        self._signal_group(signal.SIGKILL)

    def kill(self) -> None:
        """KILL all that is found now; waits for nothing."""
        self._signal(signal.SIGKILL)

    def _kill_until_gone(self, read: Callable[[float], object]) -> None:
        """Look again after each KILL: a process may fork between being seen and being killed."""
        until = time.monotonic() + KILL_SECONDS
        while time.monotonic() < until:
            self.kill()
            if self._gone_within(0.05, read):
                return

    def _gone_within(self, seconds: float, read: Callable[[float], object]) -> bool:
        until = time.monotonic() + seconds
        pause = 0.002
        while self.alive():
            left = until - time.monotonic()
            if left <= 0:
                return False
            read(min(pause, left))
            pause = min(pause * 2, 0.05)
        return True

    def _find(self) -> set[Process]:
        """Living members; those seen once stay members, whatever they wipe or whoever adopts them."""
        if _ON_LINUX:
            self._seen = family_of(self._leader.pid, self._mark, self._seen, self._since)
        return self._seen

    def _signal(self, number: signal.Signals) -> None:
        members = self._find()  # before the shell dies and its children lose their parent
        self._signal_group(number)
        for process in members:
            if process.group != self._leader.pid and is_same(process):
                _send(os.kill, process.pid, number)

    def _signal_group(self, number: signal.Signals) -> None:
        _send(os.killpg, self._leader.pid, number)

    def _group_exists(self) -> bool:
        """Of a group of nothing but zombies macOS says EPERM."""
        try:
            os.killpg(self._leader.pid, 0)
        except (ProcessLookupError, PermissionError):
            return False
        return True


def _send(send: Callable[[int, int], None], target: int, number: signal.Signals) -> None:
    """Send a signal; a target that is gone already, or is another user's, is none of ours."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        send(target, number)
