"""The root's own log, the channel that is always there: the dashboard rings by it."""

from __future__ import annotations

from moie_tui.alerts.channels.channel import Event
from moie_tui.domain.event import CRITICAL, ERROR, INFO
from moie_tui.domain.plan import Clock
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores
from moie_tui.values import dataclass

LOG = "log"


@dataclass(frozen=True)
class Log:
    """Events of category `alert`; the metadata has the alert's own keys."""

    stores: Stores
    clock: Clock
    name: str = LOG

    def send(self, event: Event) -> None:
        """Appends it."""
        level = INFO if event["state"] == "recovered" else str(event["level"])
        # Critical events put pulses on hold after some: being told of trouble must not add to it.
        level = ERROR if level == CRITICAL else level
        facts = {
            key: value for key, value in event.items() if key not in ("message", "level", "root", "host")
        }
        report(self.stores, self.clock(), "alert", str(event["message"]), level=level, metadata=facts)
