"""The clocks of a screen, and who is told the time by them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from moie_tui.domain.view import NO_VIEW
from moie_tui.tui.grounded import Grounded

SHOWN, PRESENT = "now", "present"
"""That of the moment that is shown, and that of the one it really is."""


class Follower(Protocol):
    """Whoever wants to know what time it is."""

    @property
    def is_attached(self) -> bool:
        """Whether it is still on a screen."""

    def pass_to(self, moment: datetime, *, news: bool) -> None:
        """What time it is; `news` says that other facts came before it."""


class Clocks(Grounded[None], inherit_bindings=False):
    """Tells the time itself: binding a reactive to each widget cost more than all else that a second does."""

    present: datetime = NO_VIEW.read_at
    now: datetime = NO_VIEW.read_at

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._followers: dict[str, list[Follower]] = {PRESENT: [], SHOWN: []}
        self._news = False

    def follow(self, follower: Follower, clock: str) -> None:
        """Tells it the time of that clock from now on."""
        self._followers[clock].append(follower)
        follower.pass_to(getattr(self, clock), news=True)

    def tell(self, name: str, fact: Any) -> None:
        """One of the facts, as it is now; the time comes after all others, that of `now` last."""
        setattr(self, name, fact)
        for follower in self._followers.get(name, ()):
            # The dashboard may be left between two ticks, and one that is gone has no screen to measure.
            if follower.is_attached:
                follower.pass_to(fact, news=self._news)
        self._news = name != SHOWN and (self._news or name != PRESENT)
