"""Notices that the terminal is gone, which a program that outlives a hangup must, and gives one back."""

from __future__ import annotations

import errno
import os
import termios
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

PLAIN_SCREEN = (
    "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1004l\x1b[?2004l\x1b[?7h\x1b[<u\x1b[?1049l\x1b[?25h"
)
"""No mouse, focus or paste reports, lines that wrap, plain keys, the main screen, and a cursor."""

NO_FILES = "A page in a browser writes no files on this machine. Copy it, or export it from a terminal."

Settings = list[Any]


def is_browser(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the screen is a page in a browser, which has no shell and no clipboard of this machine."""
    return environ.get("MOIE_SCREEN") == "browser"


def terminal_is_gone(descriptor: int = 0) -> bool:
    """Whether the terminal behind `descriptor` hung up; a pipe or file never does."""
    try:
        termios.tcgetattr(descriptor)
    except termios.error as error:
        return bool(error.args) and error.args[0] == errno.EIO
    return False


def settings_of(descriptor: int = 0) -> Settings | None:
    """How the terminal treats its lines, None where there is none."""
    try:
        return termios.tcgetattr(descriptor)
    except termios.error:
        return None


def give_back(settings: Settings | None, descriptor: int = 0) -> None:
    """Puts a terminal back as it was, without ever waiting for one that takes no output."""
    if settings is None:
        return
    with suppress(OSError, termios.error):  # it may be gone, and then nobody misses it
        termios.tcsetattr(descriptor, termios.TCSANOW, settings)
        again = os.open(os.ttyname(descriptor), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
        try:
            os.write(again, PLAIN_SCREEN.encode())
        finally:
            os.close(again)


def has_shell() -> bool:
    """Whether a shell with job control started this, which can bring it back once it is stopped.

    Such a shell gives each job a process group; without one we are in that of the session's first process."""
    return os.getpgrp() != os.getsid(0)
