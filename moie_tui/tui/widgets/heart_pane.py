"""Pane three: the heartbeat, its age against its limit."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.reactive import var

from moie_tui.domain.metrics import Metrics
from moie_tui.tui.keymap import keys_of
from moie_tui.tui.more_details import heart_lines
from moie_tui.tui.widgets.lines import Lines
from moie_tui.tui.widgets.pane import Pane


class HeartPane(Pane, can_focus=True):
    """Ticks once a second; only the lines that read differently are drawn again."""

    TITLE, KIND = "Heartbeat", "heart"

    day: var[Metrics | None] = var(None, init=False)

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.lines = Lines()

    def compose(self) -> ComposeResult:
        """The lines."""
        yield self.lines

    def fill(self) -> None:
        """A view of a state that can't be read shows the last good beat faintly."""
        self.lines.dim = self.view.state_problem is not None

    def age(self) -> None:
        """Says all lines again."""
        width = max(10, self.lines.size.width)
        facts = (self.view, self.judgement, self.now)
        self.lines.set_lines(tuple(heart_lines(*facts, width, self.day, keys_of(self))))

    def watch_day(self) -> None:
        """The day was counted."""
        self.age()

    def on_resize(self) -> None:
        """The bar fits the new width."""
        self.age()
