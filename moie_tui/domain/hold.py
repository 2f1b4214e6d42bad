"""Pulses on hold: who stopped them, since when, why, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Hold:
    """A stop of all pulses; `until` None means until somebody resumes them."""

    since: datetime
    until: datetime | None = None
    why: str = ""
    origin: str = ""

    def holds(self, now: datetime) -> bool:
        """Whether it still counts: one with an end is over by itself."""
        return self.until is None or now < self.until
