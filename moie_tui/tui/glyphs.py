"""One character of width one for every state, so that colour never carries a meaning alone."""

from __future__ import annotations

OK = "●"
RUNNING = "◐"
PENDING = "○"
LATE = "▲"
FAILED = "✗"
CYCLIC = "∞"
UNKNOWN = "?"
PAUSED = "‖"
PINNED = "◆"
HEART = "♥"
LOCKED = "⊘"
OPEN, CLOSED = "▾", "▸"
BRANCH, LAST_BRANCH = "├", "└"
BAR_FULL, BAR_EMPTY, BAR_LEFT, BAR_RIGHT = "█", "░", "▕", "▏"
LEVELS = "▁▂▃▄▅▆▇█"
ALL = (
    OK, RUNNING, PENDING, LATE, FAILED, CYCLIC, UNKNOWN, PAUSED, PINNED, HEART, LOCKED, OPEN, CLOSED,
    BRANCH, LAST_BRANCH, BAR_FULL, BAR_EMPTY, BAR_LEFT, BAR_RIGHT, *LEVELS,
)  # fmt: skip
