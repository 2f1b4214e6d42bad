"""What the screen has to say about the selected thing: a strip below the phases, or a whole inspector."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from textual.reactive import var

from moie_tui.domain.event import Event
from moie_tui.domain.judge import Judgement
from moie_tui.domain.metrics import Metrics
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui.details import health_lines, lines_about, phase_charts
from moie_tui.tui.keymap import keys_of
from moie_tui.tui.more_details import event_lines, heart_lines, snapshot_lines
from moie_tui.tui.pieces import Line
from moie_tui.tui.proofs import Proofs
from moie_tui.tui.widgets.ageing import EACH_SECOND, MINUTES_WAIT, Ageing
from moie_tui.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from moie_tui.domain.diagnosis import Silence


class Detail(Lines, Ageing):
    """Follows `selection` (kind, key): in full with charts, or just as a strip."""

    view: var[SystemView] = var(NO_VIEW, init=False)
    judgement: var[Judgement | None] = var(None, init=False)
    selection: var[tuple[str, str]] = var(("", ""), init=False)
    day: var[Metrics | None] = var(None, init=False)
    silence: var[Silence | None] = var(None, init=False)
    event: var[Event | None] = var(None, init=False)
    proofs: var[Proofs] = var((), init=False)

    def __init__(self, *, id: str, full: bool = False) -> None:
        super().__init__(id=id)
        self._full = full

    def age(self) -> timedelta:
        """A second has passed, or another view is there."""
        self.say()
        return MINUTES_WAIT if self.selection[0] == "phase" else EACH_SECOND

    def watch_selection(self) -> None:
        """Another thing is selected."""
        self.say()
        self.stir()

    def watch_silence(self) -> None:
        """Why the heart is silent was found, or it no longer is."""
        if self.selection[0] == "heart":
            self.say()

    def watch_proofs(self) -> None:
        """Something was verified."""
        self.say()

    def on_resize(self) -> None:
        """Lines wrap at the new width."""
        self.say()

    def say(self) -> None:
        """Says all lines again; those that read the same are not drawn again."""
        if self.display and self.size.width and self.view is not NO_VIEW:
            self.dim = self.view.state_problem is not None and self.selection[0] in ("phase", "heart")
            self.set_lines(tuple(self._lines_for(self.size.width)))

    def _lines_for(self, width: int) -> Iterable[Line]:
        yield from self._about(*self.selection, width)

    def _about(self, kind: str, key: str, width: int) -> Iterable[Line]:
        view, now = self.view, self.now
        if kind == "heart":
            silence = None if view.as_of else self.silence
            yield from heart_lines(view, self.judgement, now, width, self.day, keys_of(self), silence)
        elif kind == "snapshot":
            for one in view.snapshots:
                if one.id == key:
                    yield from snapshot_lines(view, one, now, width, keys_of(self))
                    return
        elif kind == "event" and self.event:
            yield from event_lines(view, self.event, now, width)
        else:
            yield from lines_about(view, self.judgement, now, kind, key, width, self.proofs)
            if self._full:
                yield from self._charts(kind, key, width)

    def _charts(self, kind: str, key: str, width: int) -> Iterable[Line]:
        phase = self.view.state.phase(key) if self.view.state and kind == "phase" else None
        if phase and self.judgement:
            yield from phase_charts(phase, self.judgement, width)
        for one in self.judgement.jobs if self.judgement else ():
            if kind == "job" and one.key == key:
                yield ()
                yield from health_lines(self.view, one, self.now, width)
