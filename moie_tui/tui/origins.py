"""From where somebody acted, in an operator's words."""

from __future__ import annotations

NO_TERMINAL = "no tty"
"""What an origin says where neither a terminal, nor cron, nor a screen of ours is behind it."""
SCRIPT = "script or timer"


def place_words(via: str) -> str:
    """From where: "cron", "dashboard", "browser", the name of a terminal, or a script."""
    return SCRIPT if via == NO_TERMINAL else via


def origin_words(origin: str) -> str:
    """The same in an origin in one line: "me@host, script or timer, pid 7"; of one not ours, all of it."""
    return origin.replace(f" {NO_TERMINAL} ", f", {SCRIPT}, ")
