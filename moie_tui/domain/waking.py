"""Patience with a heart whose machine has just slept: its timer could not beat, and will soon."""

from __future__ import annotations

from datetime import datetime, timedelta

from moie_tui.domain.amounts import ago
from moie_tui.domain.health import HEALTHY, STALE, Verdict
from moie_tui.domain.judge import Judgement
from moie_tui.values import replace

SLEPT = timedelta(minutes=1)
"""What the clock counted more than the machine: less is the doing of whoever keeps its time."""


class Waking:
    """Sees sleep in the difference of two clocks; it must be asked more often than the machine sleeps."""

    def __init__(self) -> None:
        self._last: tuple[datetime, float] | None = None
        self.woke_at: datetime | None = None

    def saw(self, now: datetime, awake_seconds: float) -> None:
        """What both say: that of the wall, and the machine's own, which stands still in its sleep."""
        if self._last is not None:
            before, awake = self._last
            if now - before - timedelta(seconds=awake_seconds - awake) >= SLEPT:
                self.woke_at = now
        self._last = (now, awake_seconds)

    def patient(self, judgement: Judgement, now: datetime) -> Judgement:
        """The same, but a heart that is late is not stale before one interval has passed since waking."""
        if self.woke_at is None or judgement.heartbeat.status != STALE:
            return judgement
        left = self.woke_at + judgement.interval - now
        if not timedelta() < left <= judgement.interval:
            return judgement
        words = f"this machine slept; a beat is due within {ago(left)}"
        return replace(judgement, heartbeat=Verdict(HEALTHY, words))
