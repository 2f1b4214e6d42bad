"""The next heartbeats: a list of what each does, and all that is known of the selected one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from textual import on
from textual.reactive import var
from textual.widget import Widget

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
        self._found = Forecast()
        self._rows: Rows[Beat] = Rows(
            COLUMNS, self._cells, lambda one: one.at.isoformat(), empty="Working it out …"
        )

    def head(self) -> str:
        """How far it looks."""
        return "Heart · the next 24 hours"

    def tail(self) -> str:
        """What it rests on."""
        return headline(self._found)

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
        self.show()

    def show(self) -> None:
        """Everything anew; what reads the same is not drawn again."""
        if not self.ready:
            return
        self._found = known_forecast(self.view, moment_for(self.view, self.judgement, self.now), MOST)
        beats = [one for one in self._found.beats if one.acts or not self.only_acting]
        self._rows.empty = self._found.unable or "No beat of the next 24 hours starts or changes anything."
        self._rows.set_rows(beats)
        self._rows.recheck()
        self._say()
        self.relabel()

    @on(Rows.Highlighted)
    def _say(self) -> None:
        beat = self._rows.item
        limit = self.view.settings.heartbeat.verification_timeout_seconds
        rows = beat_rows(beat, self.now, self.view.zone, limit) if beat is not None else ()
        self.query_one("#selected", HangingText).show(rows)

    def action_acting(self) -> None:
        """Only beats that start or change something, or all of them again."""
        self.only_acting = not self.only_acting

    def _cells(self, one: Beat) -> Cells:
        return cells(one, self.now, self.view.zone)
