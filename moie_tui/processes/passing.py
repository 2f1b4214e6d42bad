"""Passing a command's output on to a descriptor of ours, byte by byte as it comes."""

from __future__ import annotations

import os
import select
from collections.abc import Callable

PIECE_BYTES = min(select.PIPE_BUF, 4096)
"""What a pipe that is ready takes without making us wait."""
WAIT_MS = 50


class Passing:
    """Writes to one descriptor, at the pace of whoever reads it.

    A reader that left does not end the command: its output is then passed on no more. One that stopped
    reading holds the command up, as it would without us, but no longer than until it is time to give up."""

    def __init__(self, fd: int, give_up: Callable[[], bool]) -> None:
        self._fd, self._give_up = fd, give_up
        self._open = True

    def __call__(self, data: bytes) -> None:
        """All of it, unless the reader is gone, or takes nothing more when it is time to give up."""
        rest = memoryview(data)
        while rest and self._open:
            taken = self._write(rest[:PIECE_BYTES])
            if not taken and self._give_up():
                return
            rest = rest[taken:]

    def _write(self, piece: memoryview) -> int:
        poll = select.poll()
        poll.register(self._fd, select.POLLOUT)
        try:
            return os.write(self._fd, piece) if poll.poll(WAIT_MS) else 0
        except BlockingIOError:
            return 0  # whoever shares the descriptor made it non-blocking
        except OSError:
            self._open = False  # the reader is gone; the command's own log keeps what it says
            return 0
