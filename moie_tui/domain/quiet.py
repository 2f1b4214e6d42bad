"""What nobody wants to be told of for a while: mutes, and alerts somebody has taken on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Mute:
    """Silence about one subject: a job id, "heartbeat", a kind of alert, or "all"; `until` None: for good."""

    what: str
    until: datetime | None = None
    why: str = ""
    origin: str = ""

    def holds(self, now: datetime) -> bool:
        """Whether it still counts."""
        return self.until is None or now < self.until


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Somebody has seen an alert and says so: it is not repeated while it lasts."""

    at: datetime
    note: str = ""
    origin: str = ""


@dataclass(frozen=True)
class Quiet:
    """All mutes, and acknowledgements by the key of their alert."""

    mutes: tuple[Mute, ...] = ()
    acknowledged: Mapping[str, Acknowledgement] = field(default_factory=dict)
