"""What every widget is that says how long ago things were."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from textual.dom import DOMNode

from moie_tui.domain.view import NO_VIEW
from moie_tui.tui.clocks import SHOWN, Clocks

EACH_SECOND = timedelta()
MINUTES_WAIT = timedelta(seconds=5)
"""How much later than it is a list may say that a minute has passed."""


class Ageing(DOMNode):
    """Always knows what time it is, and says its words again when they may read differently."""

    CLOCK: ClassVar[str] = SHOWN
    now: datetime = NO_VIEW.read_at
    _until = NO_VIEW.read_at

    def on_mount(self) -> None:
        """From now on it is told the time."""
        if isinstance(self.screen, Clocks):
            self.screen.follow(self, self.CLOCK)

    def pass_to(self, moment: datetime, *, news: bool) -> None:
        """What time it is; `news` says that other facts came before it."""
        steady = self.now <= moment < self._until
        self.now = moment
        if news or not steady:
            self._until = moment + self.age()

    def stir(self) -> None:
        """It shows something else: that may read differently a second from now."""
        self._until = self.now

    def age(self) -> timedelta:
        """Says what changes with the time; how long that reads the same, or may wait."""
        return EACH_SECOND
