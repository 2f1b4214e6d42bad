"""For how long pulses are to be held, and why."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from moie_tui.tui.screens.span_sheet import SpanSheet

ABOUT = "While pulses are on hold, they only stamp the heartbeat: no job is proven or started by them."


class HoldSheet(SpanSheet):
    """Asks for a hold."""

    CHOICES = (
        ("30 minutes", timedelta(minutes=30)),
        ("2 hours", timedelta(hours=2)),
        ("8 hours", timedelta(hours=8)),
        ("until I resume", None),
    )
    FIRST = 1

    def __init__(self, now: datetime, zone: tzinfo | None) -> None:
        super().__init__(now, zone, title="Hold pulses", about=ABOUT, act="hold")
