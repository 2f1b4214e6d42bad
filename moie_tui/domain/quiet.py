"""What nobody wants to be told of for a while: mutes, and alerts somebody has taken on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from moie_tui.domain.timestamps import utc_text
from moie_tui.values import dataclass, field


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

    def as_json(self) -> dict[str, object]:
        """All of it."""
        until = self.until and utc_text(self.until)
        return {"what": self.what, "until": until, "why": self.why, "origin": self.origin}


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
