"""What the last 24 hours came to, counted now and then in a thread."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from moie_tui.domain.errors import MoieError
from moie_tui.tui.source import Source

if TYPE_CHECKING:
    from moie_tui.domain.metrics import Metrics

DAY = timedelta(hours=24)
EVERY = timedelta(minutes=1)
SETTLED = timedelta(seconds=2)
"""How long after a beat its event is in the log."""


class DayCounter:
    """Knows when the day is to be counted again: once a minute, after each beat, and for another day."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._at: datetime | None = None
        self._until: datetime | None = None
        self._busy = False

    def is_due(self, now: datetime, until: datetime | None, beat: datetime | None = None) -> bool:
        """Whether to count the day that ends at `until` (None: now), when the heart last beat at `beat`."""
        if self._busy:
            return False
        if self._at is None or abs(now - self._at) >= EVERY or until != self._until:
            return True
        return until is None and beat is not None and self._at < beat + SETTLED <= now

    def forget(self) -> None:
        """Another moment is shown: what is counted just now is of none that is wanted."""
        self._at = None

    async def count(self, now: datetime, until: datetime | None) -> Metrics | None:
        """The day, or None when the log can't be read (the screen of all metrics says why) or is long.

        Then, and when it was forgotten meanwhile, it is due again at once."""
        self._at, self._until, self._busy = now, until, True
        try:
            found = await asyncio.to_thread(self._source.metrics, DAY, until)
        except MoieError:
            return None
        finally:
            self._busy = False
        if found.behind:
            self._at = None
        return found if self._at is not None else None
