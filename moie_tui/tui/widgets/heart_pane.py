"""Pane three: the heartbeat, its age against its limit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.reactive import var

from moie_tui.domain.judge import judge
from moie_tui.domain.metrics import Metrics
from moie_tui.domain.summary import summary
from moie_tui.tui.keymap import keys_of
from moie_tui.tui.messages import HeartOpened
from moie_tui.tui.more_details import heart_lines, told_lines
from moie_tui.tui.pieces import Line, swapped
from moie_tui.tui.widgets.ageing import MINUTES_WAIT
from moie_tui.tui.widgets.lines import Lines
from moie_tui.tui.widgets.pane import Pane
from moie_tui.tui.widgets.telling import Telling
from moie_tui.values import replace

if TYPE_CHECKING:
    from moie_tui.domain.diagnosis import Silence
    from moie_tui.tui.matter import Matter


class HeartPane(Pane, Telling, can_focus=True):
    """Ticks with what it says; only the lines that read differently are drawn again."""

    TITLE, KIND = "Heartbeat", "heart"

    BINDINGS = [Binding("enter", "open", "Why it is silent, or what the next beats will do", show=False)]

    day: var[Metrics | None] = var(None, init=False)
    silence: var[Silence | None] = var(None, init=False)

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.lines = Lines()

    def compose(self) -> ComposeResult:
        """The lines."""
        yield self.lines

    def fill(self) -> None:
        """A view of a state that can't be read shows the last good beat faintly."""
        self.lines.dim = self.view.state_problem is not None

    def age(self) -> timedelta:
        """By the second as the first row does; unseen, only what else has news."""
        return super().age() if self.display else MINUTES_WAIT

    def told(self) -> tuple[Line, ...]:
        """The two lines in which spans are told."""
        return told_lines(self.view, self.judgement, self.now)

    def retell(self, before: Sequence[Line], after: Sequence[Line]) -> bool:
        """Each has a line of its own."""
        self.lines.set_lines(swapped(self.lines.lines, before, after))
        return True

    def patience(self) -> timedelta:
        """The bar counts percents of the limit."""
        return min(MINUTES_WAIT, self.judgement.limit / 100) if self.judgement else MINUTES_WAIT

    def say_all(self) -> None:
        """Says all lines again."""
        width = max(10, self.lines.size.width)
        facts = (self.view, self.judgement, self.now)
        silence = None if self.view.as_of else self.silence
        self.lines.set_lines(tuple(heart_lines(*facts, width, self.day, keys_of(self), silence)))

    def matter(self) -> Matter:
        """What it says, and the heartbeat as `status` has it."""
        from moie_tui.tui.matter import of_lines

        said = of_lines(self.TITLE, self.lines.plain_lines())
        record = summary(self.view, judge(self.view, self.now))["heartbeat"] if self.judgement else None
        return replace(said, record=record) if isinstance(record, dict) else said

    def watch_day(self) -> None:
        """The day was counted."""
        self.say()

    def watch_silence(self) -> None:
        """Why it is silent was found, or it no longer is."""
        self.say()

    def action_open(self) -> None:
        """Deeper."""
        self.post_message(HeartOpened())

    def on_click(self, event: events.Click) -> None:
        """A double click goes deeper."""
        if event.chain == 2:
            self.action_open()

    def on_resize(self) -> None:
        """The bar fits the new width, and time went on while it was not seen."""
        self.say()
        self.stir()
