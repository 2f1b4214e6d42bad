"""The last rows: what was done last or is being done, and the keys that matter here."""

from __future__ import annotations

from datetime import datetime

from textual.reactive import var

from moie_tui.domain.plan import OperationRecord
from moie_tui.domain.text import plain
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui import glyphs
from moie_tui.tui.keymap import ACT_HINTS, LAST_HINTS, PANE_HINTS, PANES, Hint
from moie_tui.tui.pieces import Line, Piece, text, width_of
from moie_tui.tui.times import at
from moie_tui.tui.widgets.lines import Lines


class LastAction(Lines):
    """The operation that runs, or the last one that ran."""

    view: var[SystemView] = var(NO_VIEW, init=False)
    now: var[datetime] = var(NO_VIEW.read_at, init=False)
    activity: var[str] = var("", init=False)

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
            return ((f" {glyphs.RUNNING} ", "accent"), (plain(self.activity), ""))
        if self.view.running:
            return ((f" {glyphs.RUNNING} ", "waiting"), (plain(self.view.running), "waiting"))
        if self.view.operations:
            return self._last(self.view.operations[0])
        return () if self.view is NO_VIEW else text(" nothing was done from here yet", "faint")

    def _last(self, record: OperationRecord) -> Line:
        words = f"{plain(record.kind)} {at(record.at, self.now, self.view.zone)}"
        said = plain(record.outcome) if record.outcome != "done" else ""
        parts: list[Piece] = [(" last: ", "faint"), (words, "")]
        if said:
            parts.append((f" {said}", ""))
        if not record.finished:
            parts.append((f" {glyphs.LATE} not finished", "late"))
        elif record.undone_by:
            parts.append((" · undone", "faint"))
        elif not record.scheduled and (record.files or record.effects):
            parts.append((" · undo with U", "faint"))
        # What does not fit goes whole, the least telling part first.
        while len(parts) > 2 and width_of(tuple(parts)) > self.size.width:
            parts.pop()
        return tuple(parts)


class Hints(Lines):
    """The keys that matter here, as many as fit."""

    pane: var[str] = var(PANES[0], init=False)
    locked: var[bool] = var(False, init=False)
    read_only: var[bool] = var(False, init=False)

    def watch_pane(self) -> None:
        """Other keys matter."""
        self.say()

    def watch_locked(self) -> None:
        """Acting keys come or go."""
        self.say()

    def on_resize(self) -> None:
        """As many as fit."""
        self.say()

    def say(self) -> None:
        """Says the keys again, at the right."""
        width = self.size.width - 1
        line = self._fitting(width)
        self.set_lines([((" " * max(0, width - width_of(line)), ""), *line)])

    def _fitting(self, width: int) -> Line:
        acts: tuple[Hint, ...] = ACT_HINTS
        if self.read_only:
            acts = ()
        elif self.locked:
            acts = (("L", "unlock"),)
        hints = [*PANE_HINTS.get(self.pane, ()), *acts, *LAST_HINTS]
        while len(hints) > 1 and width_of(_hints(hints)) > width:
            # Help stays to the last: it lists all the others.
            hints.pop(0 if len(hints) <= 2 else -3 if len(hints) > 3 else 0)
        return _hints(hints) if width_of(_hints(hints)) <= width else ()


def _hints(hints: list[Hint]) -> Line:
    pieces: list[Piece] = []
    for key, words in hints:
        pieces += [("  " if pieces else "", ""), (key, "accent"), (f" {words}", "faint")]
    return tuple(pieces)
