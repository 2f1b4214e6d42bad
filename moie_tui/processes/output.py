"""Draining the pipes of a running command."""

from __future__ import annotations

import codecs
import os
import selectors
import time
from collections.abc import Callable, Iterable, Sequence

from moie_tui.processes.tail import Tail

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO

CHUNK_BYTES = 65_536

Sink = Callable[[bytes], None]
"""Takes a chunk as it came; an empty one is the end."""


class AsText:
    """A sink that passes text on, each character whole."""

    def __init__(self, on_output: Callable[[str], None]) -> None:
        self._on_output = on_output
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def __call__(self, chunk: bytes) -> None:
        """Passes on what is complete."""
        if text := self._decoder.decode(chunk, final=not chunk):
            self._on_output(text)


class Output:
    """The reading ends of a command's pipes: keeps the tail of all, hands each chunk to the sinks."""

    def __init__(self, pipes: Iterable[tuple[IO[bytes], Sequence[Sink]]]) -> None:
        self.tail = Tail()
        self._sinking_seconds = 0.0
        self._selector = selectors.DefaultSelector()
        for pipe, sinks in pipes:
            self._selector.register(pipe, selectors.EVENT_READ, (pipe, sinks))

    @property
    def open(self) -> bool:
        """Whether anything may still come."""
        return bool(self._selector.get_map())

    def read(self, seconds: float) -> bool:
        """Wait so long at most for one chunk of each pipe; True when something came (the end counts)."""
        if not self.open:
            time.sleep(seconds)
            return False
        ready = self._selector.select(seconds)
        for key, _ in ready:
            chunk = os.read(key.fd, CHUNK_BYTES)
            if not chunk:
                self._close(key)
            self.tail.feed(chunk)
            began = time.monotonic()
            for sink in key.data[1]:
                sink(chunk)
            self._sinking_seconds += time.monotonic() - began
        return bool(ready)

    def drain(self, quiet_seconds: float, limit_seconds: float) -> None:
        """Read until the end, a quiet moment, or the limit: a background process may hold a pipe.

        How long our own reader takes for what was said in time does not count."""
        until = time.monotonic() + limit_seconds - self._sinking_seconds
        while self.open and time.monotonic() < until + self._sinking_seconds and self.read(quiet_seconds):
            pass

    def close(self) -> None:
        """Give the descriptors back; nothing is read afterwards."""
        for key in list((self._selector.get_map() or {}).values()):
            self._close(key)
        self._selector.close()

    def _close(self, key: selectors.SelectorKey) -> None:
        self._selector.unregister(key.fileobj)
        key.data[0].close()
