"""The live half of the app: the newest view, the time, and what to think of it."""

from __future__ import annotations

import asyncio
import os
import time
from datetime import UTC, datetime

from textual.app import App
from textual.reactive import var

from moie_tui.domain.alerts import conditions
from moie_tui.domain.condition import Condition
from moie_tui.domain.config_changes import ConfigChange, changes_lines
from moie_tui.domain.diagnosis import Silence, is_silent
from moie_tui.domain.digest import Digest
from moie_tui.domain.errors import MoieError
from moie_tui.domain.judge import Judgement, judge
from moie_tui.domain.keys import SHIPPED, Keys
from moie_tui.domain.metrics import Metrics
from moie_tui.domain.text import plain
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.domain.waking import Waking
from moie_tui.tui.alerts import NO_ALERTS, Alerts, alerts_of
from moie_tui.tui.day import DayCounter
from moie_tui.tui.difference import Difference, difference_of
from moie_tui.tui.driver import HangupDriver
from moie_tui.tui.mark import NO_MARK, Mark
from moie_tui.tui.ringing import Ringer
from moie_tui.tui.silence_watch import SilenceWatch
from moie_tui.tui.source import Source
from moie_tui.tui.terminal import terminal_is_gone

JOBS_PER_SECOND = 100
"""Verdicts of a large root are renewed less often, so that it does not keep a core warm."""


class Live(App[None], inherit_bindings=False):
    """Holds the facts every screen binds to; changes nothing."""

    view: var[SystemView] = var(NO_VIEW, init=False)
    now: var[datetime] = var(NO_VIEW.read_at, init=False, always_update=True)
    """Set last, after view and judgement: whoever shows ages follows this one alone. In a view of the past it
    stands still."""
    present: var[datetime] = var(NO_VIEW.read_at, init=False, always_update=True)
    """The time it really is."""
    marked: var[datetime | None] = var(None, init=False)
    """The moment another one is to be compared with."""
    judgement: var[Judgement | None] = var(None, init=False)
    alerts: var[Alerts] = var(NO_ALERTS, init=False)
    locked: var[bool] = var(False, init=False)
    read_only: var[bool] = var(False, init=False)
    activity: var[str] = var("", init=False)
    """What our own running operation is doing now, one plain line; "" when none runs."""
    keys: var[Keys] = var(SHIPPED, init=False)
    mark: var[Mark] = var(NO_MARK, init=False)
    difference: var[Difference] = var(Difference(), init=False)
    """Of the snapshot that was asked about last."""

    day: var[Metrics | None] = var(None, init=False)
    """What the last 24 hours came to; it comes a while after the first view."""

    digest: var[Digest | None] = var(None, init=False)
    """What happened while the operator was away, until it is read."""
    silence: var[Silence | None] = var(None, init=False)
    """Why the heart is silent now; None while it beats, and until what lies around it is known."""

    def __init__(self, source: Source, *, read_only: bool = False) -> None:
        # Without colours Textual else shows shades of grey, which are colours too.
        super().__init__(driver_class=HangupDriver, ansi_color=True if "NO_COLOR" in os.environ else None)
        self.source = source
        self._ringer = Ringer()
        self._days = DayCounter(source)
        self._silences = SilenceWatch(source)
        self._waking = Waking()
        self._forced_read_only = read_only
        self._told_change: ConfigChange | None = None
        self._judged_at = datetime.min.replace(tzinfo=UTC)
        self.newest = NO_VIEW
        """What there is now, also while a view of the past is shown."""
        self.set_reactive(Live.now, source.clock())
        self.set_reactive(Live.present, self.now)
        self.set_reactive(Live.read_only, read_only)

    def on_mount(self) -> None:
        """Starts the clock and the watch."""
        self.set_interval(1, self.tick)
        self.run_worker(self._follow(), name="watch", group="watch")

    async def _follow(self) -> None:
        try:
            async for view in self.source.watch():
                self.show(view)
        except MoieError as error:
            self.notify(
                plain(error.line()), title="No longer live", severity="error", timeout=60, markup=False
            )

    def show(self, view: SystemView) -> None:
        """Makes `view` the newest, judged at this moment, and shows it unless the past is being looked at."""
        moment = self.source.clock()
        self.newest = view
        if not self.in_the_past:
            self.view = view
        self.read_only = self._forced_read_only or view.settings.ui.read_only
        self._judge(moment)
        self._pass(moment)
        self._tell_of_config(view.config_change)

    @property
    def in_the_past(self) -> bool:
        """Whether the view on screen is one of the past."""
        return self.view.as_of is not None

    def show_past(self, view: SystemView) -> None:
        """Shows a view of the past as it was judged then; what is new is told all the same."""
        moment = view.as_of.at if view.as_of else view.read_at
        self.view = view
        self.judgement = judge(view, moment)
        self.alerts = alerts_of(view, conditions(view, self.judgement, moment), moment)
        self.now = moment
        self.present = self.source.clock()

    def show_live(self) -> None:
        """Shows what there is now."""
        self.view = self.newest
        moment = self.source.clock()
        self._judge(moment)
        self._pass(moment)

    def _tell_of_config(self, change: ConfigChange | None) -> None:
        """A toast of what a new config changed, once."""
        if change is not None and change is not self._told_change:
            self._told_change = change
            self.notify(changes_lines(change.effects), title="New config", timeout=8, markup=False)

    def tick(self) -> None:
        """A second has passed: ages grow, verdicts may change; without a terminal there is no one to tell."""
        if terminal_is_gone():
            self.exit()
            return
        moment = self.source.clock()
        self._waking.saw(moment, self.awake_seconds())
        jobs = len(self.judgement.jobs) if self.judgement else 0
        if abs((moment - self._judged_at).total_seconds()) >= 1 + jobs // JOBS_PER_SECOND:
            self._judge(moment)
        self._pass(moment)
        until = self.view.as_of.at if self.view.as_of else None
        beat = self.judgement.beat_at if self.judgement else None
        if self.view is not NO_VIEW and self._days.is_due(moment, until, beat):
            self.run_worker(self._count_the_day(moment, until), group="day")

    def awake_seconds(self) -> float:
        """How long this machine has been awake."""
        return time.monotonic()

    async def _count_the_day(self, now: datetime, until: datetime | None) -> None:
        self.day = await self._days.count(now, until)

    def _pass(self, moment: datetime) -> None:
        if not self.in_the_past:
            self.now = moment
        self.present = moment

    def _judge(self, moment: datetime) -> None:
        if self.newest is not NO_VIEW:
            self._judged_at = moment
            judgement = self._waking.patient(judge(self.newest, moment), moment)
            alerts = self._hear(conditions(self.newest, judgement, moment), moment)
            if not self.in_the_past:
                self.judgement, self.alerts = judgement, alerts
            self._explain(judgement, moment)

    def _explain(self, judgement: Judgement, moment: datetime) -> None:
        """Looks for the reason of a silence, as long as there is one."""
        if not is_silent(self.newest, judgement):
            self._silences.forget()
            self.silence = None
            return
        self.silence = self._silences.explain(self.newest, judgement, moment)
        if self._silences.is_due(moment):
            self.run_worker(self._look_around(moment), group="silence")

    async def _look_around(self, moment: datetime) -> None:
        await self._silences.look_around(moment)
        self._judge(self.source.clock())

    def _hear(self, found: tuple[Condition, ...], moment: datetime) -> Alerts:
        """Tells of the alerts that are new or over; all there are."""
        view = self.newest
        rung = self._ringer.hear(found, moment, view.settings.alerts, view.quiet)
        for toast in rung.toasts:
            self.notify(
                toast.message,
                title=toast.title,
                severity=toast.severity,
                timeout=toast.seconds,
                markup=False,
            )
        if rung.bell:
            self.bell()
        return alerts_of(view, self._ringer.as_known(found), moment)

    async def action_read_again(self) -> None:
        """Reads everything once more, whether or not a change was noticed."""
        try:
            self.show(await asyncio.to_thread(self.source.view))
        except MoieError as error:
            self.notify(plain(error.line()), title="Not read", severity="error", markup=False)

    async def compare(self, snapshot: str) -> None:
        """Finds out how much a snapshot differs from now; an error is an answer too."""
        try:
            since = await asyncio.to_thread(self.source.snapshot_diff, snapshot, None)
        except MoieError as error:
            self.difference = Difference(snapshot, f"not known: {plain(error.what)}")
        else:
            self.difference = difference_of(snapshot, since)
