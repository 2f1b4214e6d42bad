"""The last rows: what was done last or is being done, and the keys that matter here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from textual.events import Click
from textual.reactive import var

from moie_tui.domain.keys import SHIPPED, Keys
from moie_tui.domain.plan import OperationRecord
from moie_tui.domain.routine import way_of_origin
from moie_tui.domain.text import plain, shorten
from moie_tui.domain.timeline import DAY
from moie_tui.domain.undoing import changed_since
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui import glyphs
from moie_tui.tui.alerts import NO_ALERTS, Alerts
from moie_tui.tui.asking import on_hold, runnable
from moie_tui.tui.clocks import PRESENT
from moie_tui.tui.keymap import (
    ACT_HINTS,
    ALERTS_HINT,
    LAST_HINTS,
    PANE_ACT_HINTS,
    PANE_HINTS,
    PANES,
    RESUME_HINT,
    ROLLBACK_HINT,
    TIME_HINTS,
    TO_LIVE,
    UNDO_HINT,
    UNLOCK_HINT,
    Hint,
)
from moie_tui.tui.origins import place_words
from moie_tui.tui.pieces import Line, Piece, text, width_of
from moie_tui.tui.time_ways import WORDINGS, Wording, ways
from moie_tui.tui.times import at
from moie_tui.tui.widgets.ageing import MINUTES_WAIT, Ageing
from moie_tui.tui.widgets.lines import Lines

Offer = tuple[str, str, str]
"""A key as it is shown, what it does in a word, and its id in the catalogue or the key itself."""
_FIXED = {"Enter": "enter", "Esc": "escape"}
"""Keys that nobody can move, as they are shown and as they are called."""
BETWEEN = 2
"""Cells between two of them."""
SHORTEST = 12
"""Cells a message needs to be worth showing."""


class LastAction(Lines, Ageing):
    """The operation that runs, or the last one that ran."""

    view: var[SystemView] = var(NO_VIEW, init=False)
    activity: var[str] = var("", init=False)
    locked: var[bool] = var(False, init=False)
    read_only: var[bool] = var(False, init=False)
    keys: var[Keys] = var(SHIPPED, init=False)

    def watch_locked(self) -> None:
        """The way back is refused, or open again."""
        self.say()

    def watch_keys(self) -> None:
        """The way back has another key."""
        self.say()

    def watch_view(self) -> None:
        """Something may have been done."""
        self.say()

    def watch_activity(self) -> None:
        """A step further."""
        self.say()

    def on_resize(self) -> None:
        """As much as fits."""
        self.say()

    def say(self) -> None:
        """Says the line again."""
        self.set_lines([self._line()])

    def _line(self) -> Line:
        if self.activity:
            return (
                (f" {glyphs.RUNNING} ", "accent"),
                (shorten(plain(self.activity), self.size.width - 4), ""),
            )
        if self.view.running:
            return (
                (f" {glyphs.RUNNING} ", "waiting"),
                (shorten(plain(self.view.running), self.size.width - 4), "waiting"),
            )
        if self.view.operations:
            return self._last(self.view.operations[0])
        return () if self.view is NO_VIEW else text(" nothing was done from here yet", "faint")

    def _last(self, record: OperationRecord) -> Line:
        head: list[Piece] = [
            (" last: ", "faint"),
            (f"{plain(record.kind)} {at(record.at, self.now, self.view.zone)}", ""),
        ]
        said = plain(record.outcome) if record.outcome != "done" else ""
        if not record.finished:
            head.append((f" {glyphs.LATE} not finished", "late"))
        elif record.undone_by:
            head.append((" · undone", "faint"))
        elif said:
            head.append((f" {said}", "failed" if said == "failed" else ""))
        if record.scheduled and (place := plain(way_of_origin(record.origin))):
            head.append((f"{',' * (len(head) > 2)} via {place_words(place)}", "faint"))
        way = self._way(record)
        # What does not fit goes whole, the least telling part first; the message takes what is left.
        while len(head) > 2 and width_of((*head, way)) > self.size.width:
            head.pop()
        parts = (*head, way) if width_of((*head, way)) <= self.size.width else tuple(head)
        room = self.size.width - width_of(parts) - 3
        message = plain(record.message).removeprefix(f"{said}: ")
        if room < SHORTEST or not message or message == said:
            return parts
        shown = f" · {shorten(message, room)}"
        return (*head, (shown, "faint"), *parts[len(head) :])

    def _way(self, last: OperationRecord) -> Piece:
        """What a bare undo would take, if anything."""
        if self.view.state_problem or self.locked or self.read_only:
            return ("", "")
        taken = next((one for one in self.view.operations if one.id == self.view.next_undo), None)
        if taken is None:
            return ("", "")
        undo = self.keys.shown("undo")
        clash = changed_since(taken, self.view.state) if self.view.state else ""
        if clash:
            return (f" · {undo}: can't, {plain(clash)} changed since", "late")
        if taken is last:
            return (f" · undo with {undo}", "faint")
        return (f" · {undo} undoes {plain(taken.kind)} {at(taken.at, self.now, self.view.zone)}", "faint")


class Hints(Lines, Ageing):
    """The keys that matter here, as many as fit; a click on one does what it does.

    Its clock is that of the present, on which it depends how far a large step leads."""

    CLOCK = PRESENT
    offered: tuple[Offer, ...] = ()
    alerts: var[Alerts] = var(NO_ALERTS, init=False)
    pane: var[str] = var(PANES[0], init=False)
    selection: var[tuple[str, str]] = var(("", ""), init=False)
    view: var[SystemView] = var(NO_VIEW, init=False)
    locked: var[bool] = var(False, init=False)
    read_only: var[bool] = var(False, init=False)
    narrowed: var[bool] = var(False, init=False)
    keys: var[Keys] = var(SHIPPED, init=False)

    def age(self) -> timedelta:
        """Nothing here ages but the way through time."""
        if self.view.as_of is None:
            return DAY
        self.say()
        return MINUTES_WAIT

    def watch_keys(self) -> None:
        """The same acts have other keys."""
        self.say()

    def watch_narrowed(self) -> None:
        """Esc means something else."""
        if self.view.as_of is not None:
            self.say()

    def watch_view(self) -> None:
        """A state that can't be read leaves one way out."""
        self.say()

    def watch_alerts(self) -> None:
        """There may be something to list, or no more."""
        self.say()

    def watch_pane(self) -> None:
        """Other keys matter."""
        self.say()

    def watch_selection(self) -> None:
        """Not every job has a command to run."""
        if self.pane == "jobs":
            self.say()

    def watch_locked(self) -> None:
        """Acting keys come or go."""
        self.say()

    def on_resize(self) -> None:
        """As many as fit."""
        self.say()

    def on_click(self, event: Click) -> None:
        """Does what the key under the mouse does."""
        left = self.size.width - 1 - width_of(_hints(self.offered))
        for offer in self.offered:
            right = left + width_of(_hints((offer,)))
            if left <= event.x < right:
                self._do(offer[2])
            left = right + BETWEEN

    def _do(self, name: str) -> None:
        name = _FIXED.get(name, name)
        for key, one in self.screen.active_bindings.items():
            if name in (one.binding.id, key) and one.enabled:
                self.call_later(self.app.run_action, one.binding.action, one.node)
                return

    def say(self) -> None:
        """Says the keys again, at the right."""
        width = self.size.width - 1
        # What was done last may end right before it.
        beside = self.size.width < self.screen.size.width
        line = self._fitting(width - BETWEEN * beside)
        self.set_lines([((" " * max(0, width - width_of(line)), ""), *line)])

    def _fitting(self, width: int) -> Line:
        if self.view.as_of is not None:
            return self._of_the_past(width)
        listed = (ALERTS_HINT,) if self.alerts.open or self.alerts.problems else ()
        named = (*PANE_HINTS.get(self.pane, ()), *self._acts(listed), *LAST_HINTS)
        hints = [self._offer(name, words) for name, words in named]
        while len(hints) > 1 and width_of(_hints(hints)) > width:
            # Help stays to the last: it lists all the others.
            hints.pop(0 if len(hints) <= 2 else -3 if len(hints) > 3 else 0)
        self.offered = tuple(hints) if width_of(_hints(hints)) <= width else ()
        return _hints(self.offered)

    def _offer(self, name: str, words: str) -> Offer:
        return self.keys.shown(name), words, name

    def _of_the_past(self, width: int) -> Line:
        """The ways through time, and how far each leads; the acts are dead, and none is offered."""
        named = (*TIME_HINTS, TO_LIVE[self.narrowed], *LAST_HINTS[:1])
        rest = [self._offer(name, words) for name, words in named]
        for wording in WORDINGS:
            offers = [*self._ways(wording), *rest]
            if width_of(_hints(offers)) <= width:
                break
        while len(offers) > 1 and width_of(_hints(offers)) > width:
            offers.pop(0 if len(offers) <= 2 else -3)
        self.offered = tuple(offers) if width_of(_hints(offers)) <= width else ()
        return _hints(self.offered)

    def _ways(self, wording: Wording) -> Iterator[Offer]:
        past = self.view.as_of
        return (self._offer(*hint) for hint in ways(past, self.now, wording)) if past else iter(())

    def _acts(self, listed: tuple[Hint, ...]) -> tuple[Hint, ...]:
        """Acts, first those that matter here; the last are the first to go where room is short."""
        if self.read_only:
            return listed
        if self.locked:
            return (UNLOCK_HINT, *listed)
        if self.view.state_problem:
            # No rollback can help where the system refuses, or without a snapshot.
            possible = self.view.snapshots and not self.view.state_problem.by_hand
            return (ROLLBACK_HINT, *listed) if possible else listed
        # On hold the way on matters most.
        held = on_hold(self.view)
        here = (RESUME_HINT,) if held else PANE_ACT_HINTS.get(self.pane, ())
        if self.pane == "jobs" and not held and not runnable(self.view, self.selection):
            here = ()
        # Without a snapshot nothing can be restored, and without an operation nothing undone.
        void = {ROLLBACK_HINT} if not self.view.snapshots else set()
        void |= {UNDO_HINT} if not self.view.next_undo else set()
        return tuple(one for one in dict.fromkeys((*here, *listed, *ACT_HINTS)) if one not in void)


def _hints(hints: Sequence[Offer]) -> Line:
    pieces: list[Piece] = []
    for key, words, _ in hints:
        pieces += [(" " * BETWEEN if pieces else "", ""), (key, "accent"), (f" {words}", "faint")]
    return tuple(pieces)
