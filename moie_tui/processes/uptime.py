"""How long this machine has been awake since it started, and how long it slept."""

from __future__ import annotations

import sys
import time
from datetime import timedelta


def awake() -> timedelta:
    """The time it was awake; it stands still while the machine sleeps, and nobody can set it."""
    return timedelta(seconds=time.monotonic())


def slept() -> timedelta | None:
    """The time it slept; None where the system counts none."""
    # On a Mac this clock goes on in sleep, on Linux it does not and another one does.
    clock = time.CLOCK_MONOTONIC if sys.platform == "darwin" else getattr(time, "CLOCK_BOOTTIME", None)
    if clock is None:
        return None
    return timedelta(seconds=max(0.0, time.clock_gettime(clock) - time.monotonic()))
