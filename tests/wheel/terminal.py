"""A program in a terminal of its own, and what it wrote there."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from moie_tui.values import dataclass, field

_ESCAPES = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[P_^X][^\x1b]*\x1b\\|[ -/]*[0-~])"
)


@dataclass
class Terminal:
    """A running program and the text it has written so far."""

    process: subprocess.Popen[bytes]
    descriptor: int
    _written: bytearray = field(default_factory=bytearray)

    @property
    def text(self) -> str:
        """All that was written, in order, without escape sequences."""
        return _ESCAPES.sub("", self.raw)

    @property
    def raw(self) -> str:
        """The same with them."""
        return self._written.decode("utf-8", errors="replace")

    def press(self, keys: str) -> None:
        """Type `keys`."""
        os.write(self.descriptor, keys.encode())

    def consent(self, done: Callable[[], bool]) -> None:
        """Press `y` until `done()`: a sheet drops what comes before it can be read, and waits anew."""
        for _ in range(20):
            self.read_until(lambda: False, 0.8)
            if not done():
                self.press("y")
            if self.read_until(done, 2):
                return
        raise AssertionError(self.text[-2000:])

    def read_until(self, done: Callable[[], bool], seconds: float) -> bool:
        """Read what is written until `done()` holds; False if it does not within `seconds`."""
        deadline = time.monotonic() + seconds
        while not done():
            if time.monotonic() > deadline:
                return False
            if select.select([self.descriptor], [], [], 0.1)[0]:
                self._read()
        return True

    def forget(self) -> None:
        """What was written so far is no longer looked at."""
        self._written.clear()

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size; its program is told where it controls it."""
        _size(self.descriptor, columns, rows)

    def hang_up(self) -> None:
        """Close the terminal as its window does."""
        os.close(self.descriptor)
        self.descriptor = -1

    def _read(self) -> None:
        try:
            self._written += os.read(self.descriptor, 65536)
        except OSError:
            # Linux says EIO once the program has closed its side: wait for the program itself.
            self.process.wait(timeout=60)

    def end(self) -> None:
        """Take the program down if it still runs, and give the terminal back."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.descriptor >= 0:
            os.close(self.descriptor)


def start(
    command: Sequence[str],
    *,
    columns: int,
    rows: int,
    cwd: Path,
    env: Mapping[str, str],
    controlling: bool = False,
) -> Terminal:
    """Start `command` in a new session whose terminal has the given size; a controlling one sends SIGHUP."""
    ours, theirs = pty.openpty()
    _size(theirs, columns, rows)
    process = subprocess.Popen(
        command,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=cwd,
        env=dict(env),
        start_new_session=True,
        preexec_fn=(lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)) if controlling else None,
    )
    os.close(theirs)
    return Terminal(process, ours)


def _size(descriptor: int, columns: int, rows: int) -> None:
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
