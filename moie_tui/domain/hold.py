"""Pulses on hold: who stopped them, since when, why, and until when."""

from __future__ import annotations

from datetime import datetime, tzinfo

from moie_tui.domain.settings import Settings
from moie_tui.domain.timestamps import MACHINE_ZONE
from moie_tui.values import dataclass

UNTIL_RESUMED = "until `moie resume`"


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


def held_by(settings: Settings, hold: Hold | None, now: datetime, zone: tzinfo | None) -> str:
    """Why pulses do nothing at `now`, and until when; "" when they may."""
    if not settings.heartbeat.enabled:
        return "pulses are off (heartbeat.enabled: false)"
    if hold is None or not hold.holds(now):
        return ""
    return f"pulses are on hold {lasting(hold, zone)}" + (f": {hold.why}" if hold.why else "")


def lasting(hold: Hold, zone: tzinfo | None) -> str:
    """How long a hold lasts: "until 2026-11-22 14:00", or until somebody resumes."""
    if hold.until is None:
        return UNTIL_RESUMED
    return f"until {hold.until.astimezone(zone or MACHINE_ZONE):%Y-%m-%d %H:%M}"
