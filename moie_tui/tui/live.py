"""The live half of the app: the newest view, the time, and what to think of it."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timedelta

from moie_tui.domain.alerts import conditions
from moie_tui.domain.config_changes import ConfigChange, changes_lines
from moie_tui.domain.errors import MoieError
from moie_tui.domain.judge import judge
from moie_tui.domain.silent import is_silent
from moie_tui.domain.text import plain
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui.alerts import NO_ALERTS, alerts_of
from moie_tui.tui.desk import Desk
from moie_tui.tui.holding import OF_A_ROOT, Holding
from moie_tui.tui.overview import glances
from moie_tui.tui.ringing import WHERE, Rung
from moie_tui.tui.source import Source
from moie_tui.tui.terminal import terminal_is_gone

IN_FRONT, OTHERS = timedelta(), timedelta(seconds=10)
"""How long verdicts stand at least, of the root in front, with each tick, and of others."""


class Live(Holding, inherit_bindings=False):
    """Follows the roots; changes nothing."""

    def __init__(self, source: Source, *others: Source, read_only: bool = False) -> None:
        super().__init__(source, *others, read_only=read_only)
        self._all_followed = False

    def on_mount(self) -> None:
        """Starts the clock and the watch; other roots wait until the first one is on screen."""
        self.set_interval(1, self.tick)
        self.run_worker(self._follow(self.desk), name="watch", group="watch")

    async def _follow(self, desk: Desk) -> None:
        try:
            async for view in desk.source.watch():
                await self._take(desk, view)
                self._follow_the_others()
        except MoieError as error:
            desk.lost = plain(error.line())
            title = self.named(desk, "No longer live")
            self.notify(desk.lost, title=title, severity="error", timeout=60, markup=False)
            self._glance()
            self._follow_the_others()

    async def _take(self, desk: Desk, view: SystemView) -> None:
        async with desk.weighing(view) as taken:
            if desk is self.desk:
                self.show(taken)
            else:
                self._overhear(desk)

    def come_back(self) -> None:
        """The terminal was somebody else's, and we stood still: no alert is told before all is read anew."""
        for desk in self.desks:
            desk.was_gone()
            self.run_worker(self._read_again(desk), group="again")

    def _follow_the_others(self) -> None:
        if not self._all_followed:
            self._all_followed = True
            for desk in self.desks[1:]:
                self.run_worker(self._follow(desk), name="watch", group="watch")

    def bring(self, desk: Desk) -> None:
        """Another root comes to the front, as it is now; what was found out for the last one is put by."""
        if self.in_the_past:
            self.show_live()
        self.marked = None
        self.desk.kept = {name: getattr(self, name) for name in OF_A_ROOT}
        self.desk.in_front.clear()
        self.desk = desk
        desk.in_front.set()
        for name, unknown in OF_A_ROOT.items():
            setattr(self, name, desk.kept.get(name, unknown))
        if desk.read is not NO_VIEW:
            self.show(desk.read)
            return
        self.view, self.judgement, self.alerts, self.silence = NO_VIEW, None, NO_ALERTS, None
        self.read_only = self._forced_read_only
        self._pass(self.source.clock())
        self._glance()

    def show(self, view: SystemView) -> None:
        """Makes `view` the newest, judged at this moment, and shows it unless the past is being looked at."""
        moment = self.source.clock()
        self.desk.newest = view
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
        self.pass_present(self.source.clock())

    def show_live(self) -> None:
        """Shows what there is now."""
        self.view = self.newest
        moment = self.source.clock()
        self._judge(moment)
        self._pass(moment)

    def _tell_of_config(self, change: ConfigChange | None) -> None:
        """A toast of what a new config changed, once."""
        if change is not None and change is not self.desk.told:
            self.desk.told = change
            self.notify(changes_lines(change.effects), title="New config", timeout=8, markup=False)

    def tick(self) -> None:
        """A second has passed: ages grow, verdicts may change; without a terminal there is no one to tell."""
        if terminal_is_gone():
            self.exit()
            return
        moment, awake = self.source.clock(), self.awake_seconds()
        for desk in self.desks:
            desk.waking.saw(moment, awake)
            if not desk.is_due(moment, IN_FRONT if desk is self.desk else OTHERS):
                continue
            if desk is self.desk:
                self._judge(moment)
            else:
                self._overhear(desk)
            desk.look_ahead()
        self._pass(moment)
        until = self.view.as_of.at if self.view.as_of else None
        beat = self.judgement.beat_at if self.judgement else None
        if self.view is not NO_VIEW and self.desk.days.is_due(moment, until, beat):
            self.run_worker(self._count_the_day(self.desk, moment, until), group="day")

    def awake_seconds(self) -> float:
        """How long this machine has been awake."""
        return time.monotonic()

    async def _count_the_day(self, desk: Desk, now: datetime, until: datetime | None) -> None:
        self.learn(desk, "day", await desk.days.count(now, until))

    def _pass(self, moment: datetime) -> None:
        if not self.in_the_past:
            self.now = moment
        self.pass_present(moment)

    def pass_present(self, moment: datetime) -> None:
        """A second has really passed, whatever moment is shown."""
        self.present = moment

    def _judge(self, moment: datetime) -> None:
        if self.newest is not NO_VIEW:
            self._tell(self.desk, self.desk.judge(moment))
            if not self.in_the_past:
                self.judgement, self.alerts = self.desk.judgement, self.desk.alerts
            self._explain(moment)
            self._glance()

    def _overhear(self, desk: Desk) -> None:
        """Judges a root that is not in front."""
        if desk.newest is not NO_VIEW:
            self._tell(desk, desk.judge(self.source.clock()))
            self._glance()

    def _glance(self) -> None:
        """How all roots are, if there is more than one."""
        if len(self.desks) > 1:
            self.roots = glances(self.desks, self.desk)

    def _explain(self, moment: datetime) -> None:
        """Looks for the reason of a silence, as long as there is one."""
        silences, judgement = self.desk.silences, self.desk.judgement
        if judgement is None or not is_silent(self.newest, judgement):
            silences.forget()
            self.silence = None
            return
        self.silence = silences.explain(self.newest, judgement, moment)
        if silences.is_due(moment):
            self.run_worker(self._look_around(self.desk, moment), group="silence")

    async def _look_around(self, desk: Desk, moment: datetime) -> None:
        await desk.silences.look_around(moment, self.drawn)
        self._judge(self.source.clock())

    def _tell(self, desk: Desk, rung: Rung) -> None:
        """Tells of the alerts that are new or over."""
        for toast in rung.toasts:
            title = self.named(desk, toast.title)
            if toast.leads:
                title += f" · {self._where(desk)}"
            self.notify(
                toast.message, title=title, severity=toast.severity, timeout=toast.seconds, markup=False
            )
        if rung.bell:
            self.bell()

    def _where(self, desk: Desk) -> str:
        if desk is self.desk:
            return WHERE.format(key=self.keys.shown("alerts"))
        return f"{self.keys.shown('roots')} and {desk.number} go there"

    async def action_read_again(self) -> None:
        """Reads everything once more, whether or not a change was noticed."""
        await self._read_again(self.desk)

    async def _read_again(self, desk: Desk) -> None:
        try:
            await self._take(desk, await asyncio.to_thread(desk.source.view))
        except MoieError as error:
            self.notify(plain(error.line()), title="Not read", severity="error", markup=False)
