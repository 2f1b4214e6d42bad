"""Draining the pipe of a running command."""

from __future__ import annotations

import codecs
import os
import selectors
import time
from collections.abc import Callable
from typing import IO

from moie_tui.processes.tail import Tail

CHUNK_BYTES = 65_536


class Output:
    """The reading end of a command's pipe: keeps the tail and passes text on as it comes."""

    def __init__(self, pipe: IO[bytes], on_output: Callable[[str], None]) -> None:
        self.open = True
        self.tail = Tail()
        self._pipe = pipe
        self._on_output = on_output
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._selector = selectors.DefaultSelector()
        self._selector.register(pipe, selectors.EVENT_READ)

    def read(self, seconds: float) -> bool:
        """Wait so long at most for one chunk; True when something came (the end counts)."""
        if not self.open:
            time.sleep(seconds)
            return False
        if not self._selector.select(seconds):
            return False
        chunk = os.read(self._pipe.fileno(), CHUNK_BYTES)
        if not chunk:
            self.close()
        self.tail.feed(chunk)
        if text := self._decoder.decode(chunk, final=not chunk):
            self._on_output(text)
        return True

    def drain(self, quiet_seconds: float, limit_seconds: float) -> None:
        """Read until the end, a quiet moment, or the limit: a background process may hold the pipe."""
        until = time.monotonic() + limit_seconds
        while self.open and time.monotonic() < until and self.read(quiet_seconds):
            pass

    def close(self) -> None:
        """Give the descriptors back; nothing is read afterwards."""
        if self.open:
            self.open = False
            self._selector.close()
            self._pipe.close()
