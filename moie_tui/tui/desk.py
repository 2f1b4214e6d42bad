"""One root that is open, in front or not: what is known of it, and what was told."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from moie_tui.domain.alerts import Condition, conditions
from moie_tui.domain.config_changes import ConfigChange
from moie_tui.domain.judge import Judgement
from moie_tui.domain.judging import Judging
from moie_tui.domain.steady import alike
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.domain.waking import Waking
from moie_tui.tui.alerts import NO_ALERTS, alerts_of
from moie_tui.tui.day import DayCounter
from moie_tui.tui.ringing import Ringer, Rung
from moie_tui.tui.silence_watch import SilenceWatch
from moie_tui.tui.source import Source

AHEAD = timedelta(seconds=15)
"""How far one looks ahead whether anything changes by itself."""
JOBS_PER_SECOND = 100
"""Where the verdicts of more jobs change each second they are renewed less often, to keep no core warm."""


class Desk:
    """Holds it; changes nothing of the root."""

    def __init__(self, source: Source, number: int = 1) -> None:
        self.source, self.number = source, number
        self.newest = self.read = NO_VIEW
        """What there is now: as it is shown, and as it was read, before any problem of ours was added."""
        self.judgement: Judgement | None = None
        self.alerts = NO_ALERTS
        self.judged_at = self.settled_until = datetime.min.replace(tzinfo=UTC)
        """When verdicts were made, and until when time alone changes none of them."""
        self._looked_at = self.judged_at
        self._judging = Judging()
        self._found: tuple[Condition, ...] = ()
        self.lost = ""
        """Why it is no longer live, "" while it is."""
        self.ringer = Ringer()
        self.waking = Waking()
        self.days = DayCounter(source)
        self.silences = SilenceWatch(source)
        self.told: ConfigChange | None = None
        """The change of its config that was told last."""
        self.kept: dict[str, Any] = {}
        """Facts of the screen that belong to this root, by name, while another one is in front."""
        self.in_front = asyncio.Event()

    def take(self, view: SystemView) -> None:
        """What was read."""
        self.read = self.newest = view

    def judge(self, now: datetime) -> Rung:
        """Verdicts and alerts of now; what of them is news."""
        self.judged_at = self.settled_until = now
        view = self.newest
        self.judgement, self._found = self._outlook(now)
        rung = self.ringer.hear(self._found, now, view.settings.alerts, view.quiet)
        self.alerts = alerts_of(view, self.ringer.as_known(self._found), now)
        return rung

    def is_due(self, now: datetime, pause: timedelta) -> bool:
        """Whether to judge again: the clock was set back, or time may have changed something since.

        `pause` is how long a small root waits at least."""
        if now < self.judged_at:
            return True
        return now >= max(self.settled_until, self.judged_at + pause + timedelta(seconds=self._slowness))

    def look_ahead(self) -> None:
        """Finds out whether nothing changes by itself for a while; where something does, not each second."""
        span = AHEAD * (1 + self._slowness)
        if self.judgement is None or timedelta() <= self.judged_at - self._looked_at < span:
            return
        self._looked_at, later = self.judged_at, self.judged_at + span
        judgement, found = self._outlook(later)
        alerts = alerts_of(self.newest, self.ringer.as_known(found), later)
        if alike(judgement, self.judgement) and (found, alerts) == (self._found, self.alerts):
            self.settled_until = later

    @property
    def _slowness(self) -> int:
        return self._judging.restless // JOBS_PER_SECOND

    def _outlook(self, moment: datetime) -> tuple[Judgement, tuple[Condition, ...]]:
        judgement = self.waking.patient(self._judging.judge(self.newest, moment), moment)
        return judgement, conditions(self.newest, judgement, moment)
