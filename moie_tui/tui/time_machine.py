"""Going through time: which moment is shown, one step further, and two of them compared."""

from __future__ import annotations

import asyncio
from datetime import datetime

from textual.screen import ModalScreen

from moie_tui.domain.errors import MoieError
from moie_tui.domain.text import plain
from moie_tui.domain.timeline import Moment, earlier, later, leapt, moments
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui.desk import Desk
from moie_tui.tui.live import Live
from moie_tui.tui.toasts import say_once

HASTE = 3
"""How many steps of a key that is held down may wait; more would go on after it is let go."""
NOTHING_OLDER = "Nothing is known of before this moment."
BEGINNING = "The beginning"
NOTHING_LATER = "This is now. {back} goes back to the moment of the last change."
COMPARING = "comparing the two moments …"
NOT_YET = "{back} goes back in time, {mark} marks a moment, {diff} compares it with another one, or with now."


class TimeMachine:
    """Shows the root as it was; everything is read in threads, one reading after the other."""

    def __init__(self, app: Live) -> None:
        self._app = app
        self._turn = asyncio.Lock()
        self._waiting = 0

    @property
    def _at(self) -> datetime | None:
        """The moment on screen, None for now."""
        return self._app.view.as_of.at if self._app.view.as_of else None

    async def request(self, what: str) -> None:
        """Does what a message asks for; before the first view there is no time to go through."""
        if self._app.newest is NO_VIEW:
            return
        match what:
            case "back":
                await self.step(-1)
            case "forward":
                await self.step(1)
            case "leap-back":
                await self.step(-1, far=True)
            case "leap-forward":
                await self.step(1, far=True)
            case "choose":
                await self.choose()
            case "compare":
                await self.compare()
            case "mark":
                # The steps that were asked for before lead to the moment that is meant.
                async with self._turn:
                    self.mark()
            case "now":
                self._app.show_live()

    async def step(self, by: int, *, far: bool = False) -> None:
        """To the next moment in which anything changed, or to one far off; from the last one on to now."""
        if self._waiting >= HASTE:
            return
        self._waiting += 1
        try:
            async with self._turn:
                await self._step(by, far)
        finally:
            self._waiting -= 1

    async def go(self, moment: datetime) -> None:
        """To a moment; what lies ahead is now."""
        async with self._turn:
            await self._show(moment)

    async def choose(self) -> None:
        """Asks which moment."""
        from moie_tui.tui.screens.moment_sheet import MomentSheet

        app, desk, known = self._app, self._app.desk, await self.moments()
        if isinstance(app.screen, ModalScreen) or app.desk is not desk:
            return
        sheet = MomentSheet(known, app.source.clock(), app.newest.zone, self._at)
        if (moment := await app.push_screen_wait(sheet)) is not None:
            await self.go(moment)

    def mark(self) -> None:
        """Remembers the moment on screen to compare another one with it, or forgets it again."""
        at = self._at
        if at is not None and at != self._app.marked:
            self._app.marked = at
        elif self._app.marked is not None:
            self._app.marked = None
        else:
            self._say(NOT_YET, "This is now")

    async def moments(self) -> tuple[Moment, ...]:
        """The moments one can go to, newest first."""
        return await asyncio.to_thread(moments, self._app.newest)

    async def compare(self) -> None:
        """What differs between the marked moment and that on screen, or between this and now."""
        async with self._turn:
            app, desk, at = self._app, self._app.desk, self._at
        one, other = (at, None) if app.marked in (None, at) else (app.marked, at)
        if one is None:
            self._say(NOT_YET, "Nothing to compare yet")
            return
        app.activity = app.activity or COMPARING
        try:
            found = await asyncio.to_thread(app.source.compare_moments, app.newest, one, other)
        except MoieError as error:
            self._tell(error)
            return
        finally:
            # What an operation said meanwhile stays.
            app.activity = "" if app.activity == COMPARING else app.activity
        if not isinstance(app.screen, ModalScreen) and app.desk is desk:
            from moie_tui.tui.screens.moments_compare import MomentsCompare

            app.push_screen(MomentsCompare(found, app.present))

    async def _step(self, by: int, far: bool) -> None:
        app = self._app
        if self._at is None and by > 0:
            self._say(NOTHING_LATER, "Now")
            return
        if far and by < 0:
            await self._leap_back()
            return
        to = leapt(self._at or app.present, app.present, by) if far else await self._near(by)
        if to is not None:
            await self._show(to)
        elif by > 0:
            app.show_live()
        else:
            self._say(NOTHING_OLDER, BEGINNING)

    async def _near(self, by: int) -> datetime | None:
        known, at, about = await self.moments(), self._at, self._app.view.as_of
        if by < 0:
            return earlier(known, self._app.present) if about is None else about.earlier
        assert at is not None
        ahead = (about.later if about else None, later(known, at))
        return min((one for one in ahead if one is not None), default=None)

    async def _leap_back(self) -> None:
        """Exactly so far, or to the first moment of all, and says that it is."""
        start = self._at or self._app.present
        desk, to = self._app.desk, leapt(start, self._app.present, -1)
        view = await self._read(to) if to is not None else None
        about = view.as_of if view is not None else None
        if view is None or about is None:
            return
        if about.earlier is None:
            self._say(NOTHING_OLDER, BEGINNING)
            if about.later is None or about.later >= start:
                return
            first = await self._read(about.later)
            # Nothing was before that moment, unless the large step led to the very first one.
            alone = first is not None and first.as_of is not None and first.as_of.earlier is None
            view = first if first is not None and alone else view
        self._put(view, desk)

    async def _show(self, moment: datetime) -> None:
        app, desk = self._app, self._app.desk
        if moment >= app.source.clock():
            app.show_live()
        elif (view := await self._read(moment)) is not None:
            self._put(view, desk)

    async def _read(self, moment: datetime) -> SystemView | None:
        """The root as it was; says why where nobody knows."""
        try:
            return await asyncio.to_thread(self._app.source.view_at, moment, self._app.newest)
        except MoieError as error:
            self._tell(error)
            return None

    def _put(self, view: SystemView, desk: Desk) -> None:
        # A sheet that opened meanwhile speaks of now, as a root does that comes to the front.
        if not isinstance(self._app.screen, ModalScreen) and self._app.desk is desk:
            self._app.show_past(view)

    def _tell(self, error: MoieError) -> None:
        self._app.notify(plain(error.line()), title="Not known", severity="error", markup=False)

    def _say(self, words: str, title: str) -> None:
        keys = self._app.keys
        named = {"back": "time-back", "mark": "mark-moment", "diff": "diff"}
        shown = {name: keys.shown(action) for name, action in named.items()}
        say_once(self._app, words.format(**shown), title)
