"""A program in a terminal of its own, and how long it takes to write there what is waited for."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

COLUMNS, ROWS = 120, 40
"""Room for all five panes."""
PATIENCE = 60.0


class Terminal:
    """A running program; times are seconds, the first ones since it was started."""

    def __init__(self, command: Sequence[str], cwd: Path, env: Mapping[str, str]) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        known = {**env, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self._since = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=cwd,
            env=known,
            start_new_session=True,
            preexec_fn=_controlled,  # as in a real window: it ends when a benchmark that was killed lets go
        )
        os.close(theirs)
        self.written = b""
        """What it wrote since the last `press` or `forget`."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._ours)

    def forget(self) -> None:
        """From now on, what it wrote before does not count."""
        self._since, self.written = time.perf_counter(), b""

    def press(self, keys: str) -> None:
        """Types `keys`; times count from now."""
        self.forget()
        os.write(self._ours, keys.encode())

    def until(self, *words: str, seconds: float = PATIENCE) -> float:
        """The time until it had written all of the words, or anything at all without any."""
        wanted, deadline = [word.encode() for word in words], time.perf_counter() + seconds
        while not (self.written and all(word in self.written for word in wanted)):
            if not self._read(max(0.0, deadline - time.perf_counter())):
                missing = [word for word in words if word.encode() not in self.written]
                raise TimeoutError(f"never wrote {missing}, but: {self.written[-2000:]!r}")
        return time.perf_counter() - self._since

    def settle(self, quiet: float = 0.3, seconds: float = PATIENCE) -> None:
        """Waits until it writes nothing for a while."""
        deadline = time.perf_counter() + seconds
        while self._read(quiet) and time.perf_counter() < deadline:
            pass

    def linger(self, seconds: float) -> None:
        """Takes what it writes for so long."""
        deadline = time.perf_counter() + seconds
        while (left := deadline - time.perf_counter()) > 0:
            self._read(left)

    def ended(self) -> float:
        """The time until it is gone."""
        while self._read(PATIENCE):
            pass
        self.process.wait(PATIENCE)
        return time.perf_counter() - self._since

    def _read(self, seconds: float) -> bool:
        if not select.select([self._ours], [], [], seconds)[0]:
            return False
        try:
            found = os.read(self._ours, 1 << 20)
        except OSError:
            found = b""  # how Linux says that the other side was closed
        self.written += found
        return bool(found)

    def cpu_seconds(self) -> float:
        """What all its threads have used of the processor (Linux alone tells)."""
        threads = Path(f"/proc/{self.process.pid}/task").iterdir()
        return sum(int((one / "schedstat").read_text().split()[0]) for one in threads) / 1e9

    def memory_bytes(self) -> int:
        """What it holds in memory now (Linux alone tells)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) * 1024


def _controlled() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
