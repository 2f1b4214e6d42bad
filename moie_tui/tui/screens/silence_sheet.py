"""For how long nobody wants to hear of something, and why."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from moie_tui.domain.text import plain
from moie_tui.tui.screens.span_sheet import SpanSheet

ABOUT = "Nobody is told of {}: not here, not by the watchdog. What lasts is told afterwards."


class SilenceSheet(SpanSheet):
    """Asks for a mute."""

    CHOICES = (
        ("1 hour", timedelta(hours=1)),
        ("8 hours", timedelta(hours=8)),
        ("until I lift it", None),
    )

    def __init__(self, what: str, now: datetime, zone: tzinfo | None) -> None:
        name = plain(what)
        super().__init__(
            now, zone, title=f"Silence {name}", about=ABOUT.format(name), act="mute", arguments={"what": what}
        )
