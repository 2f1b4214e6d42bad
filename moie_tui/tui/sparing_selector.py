"""A loop that is busy looks outside once in a while, not before each thing that it does."""

from __future__ import annotations

import asyncio
import time
from selectors import DefaultSelector, SelectorKey

PAUSE_SECONDS = 0.002
"""How long what comes from outside may wait for what is to be done already."""


class SparingSelector(DefaultSelector):
    """With each look other threads may take the interpreter and keep it for a while.

    A key takes twenty steps to the screen, and while a thread read a large root it lost a turn at each."""

    _looked = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        """What has news; nothing where no time is left to wait and the last look is not long ago."""
        if timeout is not None and timeout <= 0 and time.monotonic() - self._looked < PAUSE_SECONDS:
            return []
        found = super().select(timeout)
        self._looked = time.monotonic()
        return found


def sparing_loop() -> asyncio.AbstractEventLoop:
    """A loop that looks so."""
    return asyncio.SelectorEventLoop(SparingSelector())
