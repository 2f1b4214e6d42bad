"""What stands on the screen before Textual is loaded: one picture, which Textual then draws over."""

from __future__ import annotations

import os
import sys
import termios
from contextlib import suppress

from moie_tui.tui.terminal import Settings, settings_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

ALTERNATE = "\x1b[?1049h"
_CLEAR, _BACK = "\x1b[?25l\x1b[H\x1b[2J", "\x1b[?1049l\x1b[?25h"
_IFLAG, _LFLAG, _CC = 0, 3, 6
"""Where in the settings of a terminal they stand."""


class Splash:
    """On the alternate screen, without a cursor; keys typed meanwhile wait unseen for whoever takes over."""

    def __init__(self) -> None:
        self._settings: Settings | None = None
        self._stands = False

    def show(self, picture: str) -> None:
        """Draws lines that fit the screen; a terminal that takes none is no failure yet."""
        self._settings = settings_of()
        if self._settings is None:
            return
        self._stands = True
        with suppress(OSError, termios.error):  # it hung up: the dashboard notices and leaves
            termios.tcsetattr(0, termios.TCSANOW, _unseen(self._settings))
            _out(ALTERNATE + _CLEAR + picture)

    def take_over(self) -> Settings | None:
        """The settings to leave the terminal with, None when no picture stands; from now on it is the
        caller's to leave the alternate screen."""
        if not self._stands:
            return None
        self._stands = False
        return self._settings

    def end(self) -> None:
        """Gives the screen back, unless somebody took it over."""
        if (settings := self.take_over()) is not None:
            with suppress(OSError, termios.error):  # it may be gone, and then nobody misses it
                _out(_BACK)
                termios.tcsetattr(0, termios.TCSANOW, settings)


def screen() -> TextIO:
    """Where the terminal is: Textual draws on stderr, which may be a file somebody collects messages in."""
    told, shown = sys.__stderr__, sys.__stdout__
    assert told is not None
    return shown if shown is not None and not told.isatty() else told


def can_splash() -> bool:
    """Whether there is a screen to draw on that is ours: in the background we would be stopped."""
    if os.environ.get("TERM", "dumb") == "dumb" or not screen().isatty():
        return False
    try:
        return os.tcgetpgrp(0) == os.getpgrp()
    except OSError:
        return True  # no terminal controls us, so none stops us


def _unseen(settings: Settings) -> Settings:
    """Keys come one by one and are not echoed; ctrl-c still ends us, ctrl-z does not stop us half-way."""
    changed = [*settings]
    changed[_IFLAG] &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR | termios.IXON)
    changed[_LFLAG] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    changed[_CC] = [*settings[_CC]]
    changed[_CC][termios.VSUSP] = b"\0"
    return changed


def _out(text: str) -> None:
    out = screen()
    out.write(text)
    out.flush()
