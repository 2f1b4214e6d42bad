"""What is drawn goes to the terminal at once where it takes it, and waits in a thread where it does not."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TextIO


class Output:
    """A terminal's output that drops text once writing failed, so that its queue is emptied ever after.

    `take` is for the thread that draws, `write` and `flush` for the one that waits."""

    def __init__(self, file: TextIO, lost: Callable[[OSError], object]) -> None:
        self._file = file
        self._lost = lost
        self._is_lost = False
        self._quick: int | None = None
        self._handed = self._written = self._sent = 0
        """How many texts the waiting thread was given, has written, and has got rid of."""

    def fileno(self) -> int:
        """The terminal's descriptor."""
        return self._file.fileno()

    def open(self) -> None:
        """From now on `take` may write; a terminal that can't be opened once more is left to the thread."""
        if self._quick is None and self._file.isatty():
            try:
                # A description of its own: not to wait would else be a matter of the shell's too.
                name = os.ttyname(self.fileno())
                self._quick = os.open(name, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
            except OSError:
                return

    def close(self) -> None:
        """Leaves all to the thread again."""
        if self._quick is not None:
            os.close(self._quick)
            self._quick = None

    def take(self, text: str) -> str | bytes:
        """Writes what the terminal takes without waiting; the rest, which is for the thread."""
        rest: str | bytes = text
        if self._quick is not None and self._sent == self._handed:
            data = text.encode(self._file.encoding, self._file.errors or "strict")
            rest = data[self._put(self._quick, data) :]
        self._handed += bool(rest)
        return rest

    def _put(self, descriptor: int, data: bytes) -> int:
        if self._is_lost:
            return len(data)
        try:
            return os.write(descriptor, data)
        except BlockingIOError:
            return 0
        except OSError as error:
            self._lose(error)
            return len(data)

    def write(self, text: str | bytes) -> None:
        """Writes, or drops."""
        self._try(lambda: self._write(text))
        self._written += 1

    def flush(self) -> None:
        """Sends what was written, or drops it."""
        written = self._written
        self._try(self._file.flush)
        self._sent = written

    def _write(self, text: str | bytes) -> None:
        if isinstance(text, str):
            self._file.write(text)
        else:
            self._file.flush()
            self._file.buffer.write(text)

    def _try(self, act: Callable[[], object]) -> None:
        if self._is_lost:
            return
        try:
            act()
        except OSError as error:
            self._lose(error)

    def _lose(self, error: OSError) -> None:
        self._is_lost = True
        self._lost(error)
