"""Python's search for garbage, kept out of the start and the end of the dashboard."""

from __future__ import annotations

import gc


def postpone() -> None:
    """Searches for nothing while the dashboard starts: all that is made then stays."""
    gc.disable()


def resume() -> None:
    """Searches again, and never among what the start made."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def renounce() -> None:
    """Searches for nothing more: the process ends, and all of it goes at once."""
    gc.disable()
    gc.freeze()
