"""One root that is open, in front or not: what is known of it, and what was told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from moie_tui.domain.alerts import Condition, conditions
from moie_tui.domain.config_changes import ConfigChange
from moie_tui.domain.job_conditions import of_jobs
from moie_tui.domain.judge import JudgedJob, Judgement
from moie_tui.domain.judging import Judging
from moie_tui.domain.steady import alike
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.domain.waking import Waking
from moie_tui.tui.alerts import NO_ALERTS, alerts_of
from moie_tui.tui.day import DayCounter
from moie_tui.tui.ringing import Ringer, Rung
from moie_tui.tui.silence_watch import SilenceWatch
from moie_tui.tui.source import Source
from moie_tui.values import dataclass

AHEAD = timedelta(seconds=15)
"""How far one looks ahead whether anything changes by itself."""
JOBS_PER_SECOND = 100
"""Where the verdicts of more jobs change each second they are renewed less often, to keep no core warm."""


@dataclass(frozen=True)
class _Weighed:
    """What to think of a view at a moment, and what of that is news."""

    at: datetime
    judgement: Judgement
    found: tuple[Condition, ...]
    rung: Rung


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
        self._troubled: tuple[SystemView, tuple[JudgedJob, ...], tuple[Condition, ...]] = NO_VIEW, (), ()
        self._scales = asyncio.Lock()
        self._weighed: _Weighed | None = None
        self._gone: object | None = None
        """The absence since which nothing was read."""
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

    def was_gone(self) -> None:
        """All was held up for a while: what was read before is judged no more until it is read afresh."""
        self._gone = object()

    @asynccontextmanager
    async def weighing(self, view: SystemView) -> AsyncIterator[SystemView]:
        """Takes what was read once a thread knows what `judge` comes to: keys would feel a thousand jobs.

        Until then what was read before stays, with all that was thought of it. Gives what it took: that is
        read anew after an absence."""
        async with self._scales:
            view = await self._of_now(view)
            if self.read is NO_VIEW:  # no key is pressed before the first frame, and that waits for it
                weighed = self._weigh(view, self.source.clock())
            else:
                weighed = await asyncio.to_thread(self._weigh, view, self.source.clock())
            self.take(view)
            self._weighed = weighed
            try:
                yield view
            finally:
                self._weighed = None

    async def _of_now(self, view: SystemView) -> SystemView:
        """The same, unless it may have been read before an absence."""
        while (gone := self._gone) is not None:
            try:
                view = await asyncio.to_thread(self.source.view)
            finally:
                if self._gone is gone:
                    self._gone = None
        return view

    def judge(self, now: datetime) -> Rung:
        """Verdicts and alerts of now; what of them is news. While a thread reads or judges, all stays."""
        weighed, self._weighed = self._weighed, None
        if weighed is None:
            if self._scales.locked() or self._gone is not None:
                return Rung()
            weighed = self._weigh(self.newest, now)
        self.judged_at = self.settled_until = weighed.at
        self.judgement, self._found = weighed.judgement, weighed.found
        self.alerts = alerts_of(self.newest, self.ringer.as_known(self._found), weighed.at)
        return weighed.rung

    def _weigh(self, view: SystemView, now: datetime) -> _Weighed:
        judgement, found = self._outlook(view, now)
        rung = self.ringer.hear(found, now, view.settings.alerts, view.quiet)
        return _Weighed(now, judgement, found, rung)

    def is_due(self, now: datetime, pause: timedelta) -> bool:
        """Whether to judge again: the clock was set back, or time may have changed something since.

        `pause` is how long a small root waits at least."""
        if now < self.judged_at:
            return True
        return now >= max(self.settled_until, self.judged_at + pause + timedelta(seconds=self._slowness))

    def look_ahead(self) -> None:
        """Finds out whether nothing changes by itself for a while; where something does, not each second."""
        span = AHEAD * (1 + self._slowness)
        if self._scales.locked() or self._gone is not None:
            return
        if self.judgement is None or timedelta() <= self.judged_at - self._looked_at < span:
            return
        self._looked_at, later = self.judged_at, self.judged_at + span
        judgement, found = self._outlook(self.newest, later)
        alerts = alerts_of(self.newest, self.ringer.as_known(found), later)
        if alike(judgement, self.judgement) and (found, alerts) == (self._found, self.alerts):
            self.settled_until = later

    @property
    def _slowness(self) -> int:
        return self._judging.restless // JOBS_PER_SECOND

    def _outlook(self, view: SystemView, moment: datetime) -> tuple[Judgement, tuple[Condition, ...]]:
        judgement = self.waking.patient(self._judging.judge(view, moment), moment)
        return judgement, conditions(view, judgement, moment, self._of_jobs(view, judgement, moment))

    def _of_jobs(self, view: SystemView, judgement: Judgement, moment: datetime) -> tuple[Condition, ...]:
        """What of jobs somebody must hear of, found again only where there are other verdicts."""
        seen, jobs, known = self._troubled
        if seen is not view or jobs is not judgement.jobs:
            known = tuple(of_jobs(view, judgement, moment))
            self._troubled = view, judgement.jobs, known
        return known
