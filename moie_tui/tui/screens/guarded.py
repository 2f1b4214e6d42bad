"""A sheet that asks for consent: the wait before it counts from the frame in which it was drawn."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from moie_tui.tui.guard import Guard
from moie_tui.tui.screens.sheet import HintLine, Sheet

T = TypeVar("T")


class Guarded(Sheet[T]):
    """Has a guard, which opens some time after the first frame; `clock` counts seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._guard = Guard(clock)
        self._is_drawn = False

    def _compositor_refresh(self) -> None:
        # What Textual calls after a refresh waits for several more frames: long on a busy machine.
        super()._compositor_refresh()
        if not self._is_drawn and self.is_current and any(one.region for one in self.query(HintLine)):
            self._is_drawn = True
            self.begin_to_wait()

    def begin_to_wait(self) -> None:
        """Consent counts a moment from now."""
        self._guard.arm()
