"""The next heartbeats: a list of what each does, and all that is known of the selected one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime

from textual import on
from textual.reactive import var
from textual.widget import Widget

from moie_tui.domain.amounts import ago, counted
from moie_tui.domain.coming.beat import Beat, Forecast
from moie_tui.domain.forecast import MOST
from moie_tui.domain.judge import Judgement
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui.coming_words import known_forecast, moment_for
from moie_tui.tui.keymap import bound
from moie_tui.tui.screens.forecast_text import COLUMNS, beat_rows, cells, headline
from moie_tui.tui.screens.sheet import Sheet
from moie_tui.tui.widgets.hanging_text import HangingText
from moie_tui.tui.widgets.rows import Cells, Rows

IDLE = "None of these beats starts or changes anything."


class ForecastScreen(Sheet[None]):
    """Follows the facts; a beat that came leaves the list, the cursor stays on its own."""

    BINDINGS = [bound("failures", "acting", "only beats that start or change something, or all")]
    AUTO_FOCUS = "Rows"

    view: var[SystemView] = var(NO_VIEW, init=False)
    judgement: var[Judgement | None] = var(None, init=False)
    now: var[datetime] = var(NO_VIEW.read_at, init=False)
    only_acting: var[bool] = var(False, init=False)

    def __init__(self) -> None:
        super().__init__()
        self._found, self._busy = Forecast(), False
        self._made_of: tuple[SystemView, datetime] = (NO_VIEW, NO_VIEW.read_at)
        self._rows: Rows[Beat] = Rows(
            COLUMNS, self._cells, lambda one: one.at.isoformat(), empty="Working it out …"
        )

    def head(self) -> str:
        """How far it looks: of a quick heart only so many beats are worked out."""
        beats = self._found.beats
        if len(beats) < MOST:
            return "Heart · the next 24 hours"
        return f"Heart · the next {counted(len(beats), 'beat')}, {ago(beats[-1].at - self._made_of[1])}"

    def tail(self) -> str:
        """What it rests on."""
        return "" if self._made_of[0] is NO_VIEW else headline(self._found)

    def relabel(self) -> None:
        """The keys, and what `f` does next."""
        words = "all beats" if self.only_acting else "acting only"
        self.hints = (
            ("↑↓", "beat", "screen.help"),
            ("failures", words, "screen.acting"),
            ("help", "help", "screen.help"),
            *Sheet.hints,
        )
        super().relabel()

    def parts(self) -> Iterable[Widget]:
        """The list, and the selected beat."""
        yield self._rows
        yield HangingText(id="selected")

    def on_mount(self) -> None:
        """Shows what is known."""
        self.show()

    def watch_now(self) -> None:
        """Other facts, of which the time is told last; beats come nearer, and go by."""
        self.show()

    def watch_only_acting(self) -> None:
        """Other rows."""
        self._list()

    def show(self) -> None:
        """Has a new forecast made where the old one no longer holds, and says all anew."""
        wanted = self.view, moment_for(self.view, self.judgement, self.now)
        if wanted != self._made_of and not self._busy and self.ready:
            self._busy = True
            self.run_worker(self._work_out(), group="forecast")
        self._list()

    async def _work_out(self) -> None:
        """In a thread, one at a time: a day of a hundred jobs takes a while."""
        try:
            while (wanted := (self.view, moment_for(self.view, self.judgement, self.now))) != self._made_of:
                self._found = await asyncio.to_thread(known_forecast, *wanted, MOST)
                self._made_of, self._rows.empty = wanted, self._found.unable or IDLE
        finally:
            self._busy = False
        self._list()

    def _list(self) -> None:
        """What reads the same is not drawn again."""
        if not self.ready:
            return
        beats = [one for one in self._found.beats if one.acts or not self.only_acting]
        self._rows.set_rows(beats)
        self._rows.recheck()
        self._say()
        self.relabel()

    @on(Rows.Highlighted)
    def _say(self) -> None:
        beat = self._rows.item
        limit = self.view.settings.heartbeat.verification_timeout_seconds
        rows = beat_rows(beat, self.now, self.view.zone, limit) if beat is not None else ()
        self.say(rows)

    def action_acting(self) -> None:
        """Only beats that start or change something, or all of them again."""
        self.only_acting = not self.only_acting

    def _cells(self, one: Beat) -> Cells:
        return cells(one, self.now, self.view.zone)
