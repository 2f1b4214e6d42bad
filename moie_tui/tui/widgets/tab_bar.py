"""The panes as tabs with counts, where only one of them fits."""

from __future__ import annotations

from datetime import timedelta

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.reactive import var

from moie_tui.domain.judge import Judgement
from moie_tui.domain.state import COMPLETED
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui import glyphs
from moie_tui.tui.keymap import PANES
from moie_tui.tui.pieces import Line, Piece, width_of
from moie_tui.tui.times import brief
from moie_tui.tui.widgets.ageing import MINUTES_WAIT, Ageing
from moie_tui.tui.widgets.lines import Lines
from moie_tui.values import dataclass

_NAMES = {"phases": "Phases", "jobs": "Jobs", "heart": "Heart", "snapshots": "Snaps", "events": "Events"}


class TabBar(Lines, Ageing):
    """One line; the pane in front is marked, a click goes to another."""

    view: var[SystemView] = var(NO_VIEW, init=False)
    judgement: var[Judgement | None] = var(None, init=False)
    front: var[str] = var(PANES[0], init=False)

    @dataclass
    class Picked(Message):
        """A tab was clicked."""

        pane: str

    def age(self) -> timedelta:
        """The heart ages, or another view is there."""
        self.say()
        return MINUTES_WAIT

    def watch_front(self) -> None:
        """Another pane is in front."""
        self.say()

    def on_resize(self) -> None:
        """Counts go when there is no room."""
        self.say()

    def say(self) -> None:
        """Says the tabs again."""
        if self.display and self.size.width:
            self.set_lines([self._line()])

    def tabs(self) -> list[Line]:
        """The words of each tab, as long as the width allows."""
        for counts, names in ((True, 99), (True, 2), (False, 99), (False, 2), (False, 1)):
            tabs = [self._tab(pane, counts, names) for pane in PANES]
            if sum(map(width_of, tabs)) + 3 * len(tabs) <= self.size.width:
                return tabs
        return [self._tab(self.front, False, 99)]

    def _tab(self, pane: str, counts: bool, names: int) -> Line:
        front = pane == self.front
        name = _NAMES[pane] if front else _NAMES[pane][:names]
        said = self._count(pane) if counts else ()
        return ((name, "accent" if front else "faint"), *((" " + words, tone) for words, tone in said))

    def _count(self, pane: str) -> tuple[Piece, ...]:
        view, judged = self.view, self.judgement
        if pane == "phases" and view.state:
            phases = view.state.phases
            done = sum(one.status == COMPLETED or 0 < len(one.jobs) == one.completed for one in phases)
            return ((f"{done}/{len(phases)}", ""),)
        if pane == "jobs" and judged:
            statuses = [one.verdict.status for one in judged.jobs]
            marks = ((glyphs.FAILED, "unhealthy", "failed"), (glyphs.LATE, "stale", "late"))
            found = tuple(
                (f"{glyph}{statuses.count(word)}", tone) for glyph, word, tone in marks if word in statuses
            )
            return found or ((str(len(statuses)), ""),)
        if pane == "heart" and judged and judged.beat_at:
            tone = "" if judged.heartbeat.status == "healthy" else "late"
            return ((f"{glyphs.HEART}{brief(max(timedelta(0), self.now - judged.beat_at))}", tone),)
        return ((str(len(view.snapshots)), ""),) if pane == "snapshots" and view.snapshots else ()

    def _line(self) -> Line:
        pieces: list[Piece] = []
        for tab in self.tabs():
            pieces += [(" │ " if pieces else " ", "faint"), *tab]
        return tuple(pieces)

    def on_click(self, event: events.Click) -> None:
        """Which tab was hit."""
        start = 0
        tabs = self.tabs()
        for pane, tab in zip(PANES if len(tabs) > 1 else (self.front,), tabs, strict=True):
            start += 3 + sum(cell_len(words) for words, _ in tab)
            if event.x < start:
                self.post_message(self.Picked(pane))
                return
