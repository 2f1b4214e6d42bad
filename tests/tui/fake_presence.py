"""Who was at a root that exists only in memory, what happened meanwhile, and what lies around it."""

from __future__ import annotations

from datetime import UTC, datetime

from moie_tui.domain.digest import Digest
from moie_tui.domain.surroundings import Surroundings
from moie_tui.domain.view import SystemView
from moie_tui.values import dataclass, field, replace

NOW = datetime(2026, 11, 22, 14, 12, tzinfo=UTC)


@dataclass
class FakePresence:
    """What a test says; it is noted what was asked for."""

    around: Surroundings = field(default_factory=lambda: Surroundings(NOW))
    looked_around: int = 0
    news: Digest = Digest(NOW, NOW, beats=13)
    seen: list[datetime] = field(default_factory=list)

    def clock(self) -> datetime:
        """Always the same moment."""
        return NOW

    def digest(self, since: datetime, live: SystemView) -> Digest:
        """What the test says, of the span that is asked for."""
        return replace(self.news, since=since, until=self.clock())

    def last_seen(self) -> datetime | None:
        """When the test says."""
        return self.seen[-1] if self.seen else None

    def note_seen(self, at: datetime) -> None:
        """Remembered."""
        self.seen.append(at)

    def surroundings(self) -> Surroundings:
        """What the test says."""
        self.looked_around += 1
        return self.around
