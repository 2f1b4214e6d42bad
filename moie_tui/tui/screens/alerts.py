"""All that is wrong with the root: what, since when, who sees to it, and what to do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from textual import on
from textual.reactive import var
from textual.widget import Widget

from moie_tui.domain.checking import Board
from moie_tui.domain.diagnosis import Silence
from moie_tui.domain.errors import MoieError
from moie_tui.domain.health import ago
from moie_tui.domain.text import plain
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui.alerts import NO_ALERTS, AlertItem, Alerts, place_of
from moie_tui.tui.keymap import bound, keys_of
from moie_tui.tui.messages import ActRequested, GoTo, NoteWanted, SilenceWanted
from moie_tui.tui.screens.alert_text import (
    COLUMNS,
    NO_WATCHDOG,
    calm_rows,
    cells,
    detail_rows,
    headline,
)
from moie_tui.tui.screens.sheet import KeyHint, Sheet
from moie_tui.tui.source import Source
from moie_tui.tui.widgets.hanging_text import HangingText
from moie_tui.tui.widgets.rows import Rows

EVERY = timedelta(seconds=10)
"""How often the watchdog's own notes are read again."""
NO_ALERT = "That is a problem of a document: it goes when it is mended, and nobody is told of it."


class AlertsScreen(Sheet[GoTo | None]):
    """Follows `alerts`; Enter leaves for the place one is about, `A` and `S` see to it."""

    BINDINGS = [
        bound("alerts", "leave", "back"),
        bound("acknowledge", "take_on", "acknowledge the selected one, with a note"),
        bound("silence", "silence", "silence what it is about for a while, or let it be told again"),
        bound("rollback", "rollback", "roll back out of an unreadable state"),
    ]
    AUTO_FOCUS = "Rows"

    view: var[SystemView] = var(NO_VIEW, init=False)
    now: var[datetime] = var(NO_VIEW.read_at, init=False)
    alerts: var[Alerts] = var(NO_ALERTS, init=False)
    read_only: var[bool] = var(False, init=False)
    silence: var[Silence | None] = var(None, init=False)

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source
        self._board: Board | None = None
        self._reading = False
        self._read_at = NO_VIEW.read_at
        self._rows: Rows[AlertItem] = Rows(COLUMNS, lambda one: cells(one, self.now), lambda one: one.key)

    @property
    def _way_out(self) -> str:
        problem = self.view.state_problem
        return self.view.way_out if problem and not problem.by_hand and not self.read_only else ""

    def head(self) -> str:
        """What is listed."""
        return "Alerts"

    def tail(self) -> str:
        """How many, and whether anybody is told while nobody looks."""
        found = self.alerts
        counts = ((len(found.open), "open"), (found.problems, "in documents"), (found.quiet, "quiet"))
        parts = [f"{count} {word}" for count, word in counts if count]
        if self._board is not None and found.items:
            at = self._board.looked_at
            looked = f"the watchdog looked {ago(max(self.now, at) - at)} ago" if at else NO_WATCHDOG
            parts.append(looked)
        return " · ".join(parts)

    def relabel(self) -> None:
        """The keys of the selected one; `R` where a rollback is the way out."""
        back: Sequence[KeyHint] = (("rollback", f"roll back to {self._way_out}", "screen.rollback"),)
        item = self._rows.item
        acts: list[KeyHint] = []
        if item is not None and item.condition is not None and not self.read_only:
            acts += [("acknowledge", "acknowledge", "screen.take_on")]
            acts += [("silence", "tell again" if item.mute else "silence", "screen.silence")]
        going: Sequence[KeyHint] = (("enter", "go there", "screen.go"),)
        there = item is not None and place_of(item, self.view) is not None
        self.hints = (
            *(going if there else ()),
            *acts,
            *(back if self._way_out else ()),
            ("help", "help", "screen.help"),
            *Sheet.hints,
        )
        super().relabel()

    def parts(self) -> Iterable[Widget]:
        """The list, and all there is to say of the selected one."""
        yield self._rows
        yield HangingText(id="selected")

    def on_mount(self) -> None:
        """Shows what is known now, and asks what the watchdog knows."""
        self.watch_alerts()
        self._ask()

    def watch_alerts(self) -> None:
        """Some may be over, others new."""
        if self.ready:
            self._rows.set_rows(self.alerts.items)
            self._rows.recheck()
            self._show_selected()

    def watch_silence(self) -> None:
        """Why the heart is silent was found."""
        if self.ready:
            self._show_selected()

    def watch_view(self) -> None:
        """Other ways may lead out; the watchdog may have told something."""
        if self.ready:
            self._show_selected()
            self._ask()

    def watch_now(self) -> None:
        """Ages grow."""
        self._rows.recheck()
        if self.ready:
            self._show_selected()
            if abs(self.now - self._read_at) >= EVERY:
                self._ask()

    def _ask(self) -> None:
        self._read_at = self.now
        if not self._reading:
            self._reading = True
            self.run_worker(self._read(), group="board")

    async def _read(self) -> None:
        try:
            self._board = await asyncio.to_thread(self._source.watchdog)
        except MoieError as error:
            self.notify(plain(error.line()), title="Not read", severity="error", markup=False)
        finally:
            self._reading = False
        if self.ready:
            self._show_selected()

    @on(Rows.Highlighted)
    def _show_selected(self) -> None:
        facts = (self.view, self.now, self._board)
        calm = not self.alerts.items
        self.set_class(calm, "-calm")
        self.say(
            calm_rows(*facts) if calm else detail_rows(self._rows.item, *facts, keys_of(self), self.silence)
        )
        self.relabel()

    @on(Rows.Chosen)
    def action_go(self) -> None:
        """To where the dashboard shows it."""
        item = self._rows.item
        place = place_of(item, self.view) if item is not None else None
        if place is not None:
            self.dismiss(GoTo(*place))

    def action_take_on(self) -> None:
        """Asks for a note."""
        item = self._alert()
        if item is not None:
            note = item.taken_on.note if item.taken_on else ""
            self.post_message(NoteWanted(item.key, headline(item), note))

    def action_silence(self) -> None:
        """Asks for how long, or to lift the silence there is."""
        item = self._alert()
        if item is None or item.condition is None:
            return
        if item.mute is not None:
            self.post_message(ActRequested("unmute", {"what": item.mute.what}))
        else:
            self.post_message(SilenceWanted(item.condition.subject))

    def _alert(self) -> AlertItem | None:
        """The selected alert; says so when it is none."""
        item = self._rows.item
        if item is not None and item.condition is None:
            self.notify(NO_ALERT, title="Not an alert", markup=False)
            return None
        return item

    def action_rollback(self) -> None:
        """Asks to go back to the newest sound snapshot."""
        if self._way_out:
            self.leave_for(ActRequested("rollback", {"snapshot": self._way_out}))
