"""How hard the faults suite tries: FAULTS=short (the default, for every change) or full."""

from __future__ import annotations

import os

SHORT, FULL = "short", "full"


def scale() -> str:
    """The word of the environment; ValueError for any other than short and full."""
    word = os.environ.get("FAULTS", SHORT)
    if word not in (SHORT, FULL):
        raise ValueError(f"FAULTS is {SHORT} or {FULL}, not {word!r}")
    return word


def times(short: int, full: int) -> int:
    """One of two numbers, as the scale says."""
    return full if scale() == FULL else short
