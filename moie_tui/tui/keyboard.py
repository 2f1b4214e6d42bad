"""The thread that waits for keys: it sleeps until one comes, where Textual's own looks ten times a second."""

from __future__ import annotations

import os
import select
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from socket import socket, socketpair
from threading import Event

from textual._xterm_parser import XTermParser
from textual.message import Message

TICK, TICKS = 0.1, 20
"""So many seconds apart, and so often after each input, the parser is asked whether that was all of it: an
Esc is a key, or the beginning of another one."""
_MOST = 4096


class Stop(Event):
    """An event that ends a wait for input too."""

    def __init__(self) -> None:
        super().__init__()
        self._told: socket | None = None

    @contextmanager
    def heard(self) -> Iterator[int]:
        """A descriptor that can be read as soon as it is set."""
        heard, self._told = socketpair()
        with heard, self._told:
            yield heard.fileno()

    def set(self) -> None:
        """Wakes who waits."""
        super().set()
        if self._told is not None:
            with suppress(OSError):  # who is not waiting any more has closed it
                self._told.send(b"!")


def listen(descriptor: int, stop: Stop, tell: Callable[[Message], None], *, debug: bool = False) -> None:
    """Tells of each key, click and report of the terminal until `stop`; OSError where it hung up."""
    parser, decode = XTermParser(debug), getincrementaldecoder("utf-8")().decode
    ticks = 0
    with stop.heard() as heard:
        while not stop.is_set():
            ready = select.select([descriptor, heard], [], [], TICK if ticks else None)[0]
            ticks = TICKS if ready else ticks - 1
            if descriptor in ready:
                data = os.read(descriptor, _MOST)
                if not data:
                    return  # nobody is left who could type
                # Half a letter is no text yet, and no text would be the end to the parser.
                for message in parser.feed(text) if (text := decode(data)) else ():
                    tell(message)
            for message in parser.tick():
                tell(message)
