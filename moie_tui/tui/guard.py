"""Consent needs a moment: keys typed before the sheet could be read do not count."""

from __future__ import annotations

from collections.abc import Callable

SECONDS = 0.5
"""How long the sheet must have been there, in quiet, before a key is consent."""


class Guard:
    """Lets a key through only after half a second without one, and none before it was armed; `clock` counts
    seconds and never goes back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._since: float | None = None

    def arm(self) -> None:
        """The wait begins anew."""
        self._since = self._clock()

    @property
    def open(self) -> bool:
        """Whether the wait is over."""
        return self.left <= 0

    @property
    def left(self) -> float:
        """Seconds until the wait is over, 0 or less once it is."""
        return SECONDS if self._since is None else SECONDS - (self._clock() - self._since)

    def admits(self) -> bool:
        """Whether this key counts; one that does not starts the wait anew, so a held key never consents."""
        if self.open:
            return True
        self.arm()
        return False
