"""One thing that is new since somebody looked."""

from __future__ import annotations

from datetime import datetime

from moie_tui.domain.event import CRITICAL, ERROR, INFO, WARNING, Event
from moie_tui.values import dataclass

GOOD = "good"
"""The level of what went well; below `info`, which is worth knowing and neither."""
RANKS = (CRITICAL, ERROR, WARNING, INFO, GOOD)
FAILED, RECOVERED, DONE, PHASE, OTHER = "failed", "recovered", "done", "phase", "other"
"""What an item counts as in the one line."""
SHOWN = 160
"""Characters of a sentence that may be long."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is new: how bad, when last, what, and where the dashboard shows it.

    `place` are kind and key: phase, job, watched, pane, operation, or event, of which `event` is the one."""

    key: str
    level: str
    at: datetime
    what: str
    counts: str = OTHER
    place: tuple[str, str] = ("", "")
    event: Event | None = None
