"""Signals as a cancel token: an operation ends cleanly, with the commands it runs."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from moie_tui.domain.errors import MoieError

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupt:
    """The cancel token; `signal` is the one that came, 0 before."""

    def __init__(self) -> None:
        self.signal = 0

    def is_set(self) -> bool:
        """Whether a signal asked to stop."""
        return self.signal != 0

    def set(self, number: int, frame: FrameType | None) -> None:
        """A signal came."""
        self.signal = number


@contextmanager
def interruptible() -> Iterator[Interrupt]:
    """Inside, SIGINT, SIGTERM and SIGHUP set the token; an error then exits with 128 + the signal."""
    interrupt = Interrupt()
    before = {number: signal.getsignal(number) for number in SIGNALS}
    for number, handler in before.items():
        # Under nohup SIGHUP is ignored, and stays so.
        if handler is not signal.SIG_IGN:
            signal.signal(number, interrupt.set)
    try:
        yield interrupt
    except MoieError as error:
        if interrupt.is_set():
            error.exit_code = 128 + interrupt.signal
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
