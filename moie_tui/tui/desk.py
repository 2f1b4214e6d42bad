"""One root that is open, in front or not: what is known of it, and what was told."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from moie_tui.domain.alerts import conditions
from moie_tui.domain.config_changes import ConfigChange
from moie_tui.domain.judge import Judgement, judge
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.domain.waking import Waking
from moie_tui.tui.alerts import NO_ALERTS, alerts_of
from moie_tui.tui.day import DayCounter
from moie_tui.tui.ringing import Ringer, Rung
from moie_tui.tui.silence_watch import SilenceWatch
from moie_tui.tui.source import Source


class Desk:
    """Holds it; changes nothing of the root."""

    def __init__(self, source: Source, number: int = 1) -> None:
        self.source, self.number = source, number
        self.newest = self.read = NO_VIEW
        """What there is now: as it is shown, and as it was read, before any problem of ours was added."""
        self.judgement: Judgement | None = None
        self.alerts = NO_ALERTS
        self.judged_at = datetime.min.replace(tzinfo=UTC)
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
        self.judged_at = now
        view = self.newest
        self.judgement = self.waking.patient(judge(view, now), now)
        found = conditions(view, self.judgement, now)
        rung = self.ringer.hear(found, now, view.settings.alerts, view.quiet)
        self.alerts = alerts_of(view, self.ringer.as_known(found), now)
        return rung
