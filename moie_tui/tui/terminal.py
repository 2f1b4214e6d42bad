"""Notices that the terminal is gone, which a program that outlives a hangup must."""

from __future__ import annotations

import errno
import termios


def terminal_is_gone(descriptor: int = 0) -> bool:
    """Whether the terminal behind `descriptor` hung up; a pipe or file never does."""
    try:
        termios.tcgetattr(descriptor)
    except termios.error as error:
        return bool(error.args) and error.args[0] == errno.EIO
    return False
