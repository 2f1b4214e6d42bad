"""For how long something is to hold, and why; the plan comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta, tzinfo
from typing import ClassVar

from textual import on
from textual.binding import Binding
from textual.content import Content
from textual.reactive import var
from textual.widget import Widget
from textual.widgets import Input, Static

from moie_tui.domain.text import plain
from moie_tui.tui import glyphs, times
from moie_tui.tui.messages import ActRequested
from moie_tui.tui.screens.sheet import Sheet
from moie_tui.tui.widgets.hanging_text import HangingText, Row


class SpanSheet(Sheet[None]):
    """Arrows choose how long, what is typed is why, Enter asks for the plan."""

    BINDINGS = [
        Binding("up", "choose(-1)", "shorter", show=False, priority=True),
        Binding("down", "choose(1)", "longer", show=False, priority=True),
    ]
    AUTO_FOCUS = "Input"
    CHOICES: ClassVar[tuple[tuple[str, timedelta | None], ...]] = ()
    """Words and span, None: until it is ended."""
    FIRST: ClassVar[int] = 0
    hints = (
        ("↑↓", "how long", "screen.choose(1)"),
        ("enter", "show the plan", "screen.ask"),
        ("esc", "back", "screen.leave"),
    )

    chosen: var[int] = var(0, init=False)

    def __init__(
        self,
        now: datetime,
        zone: tzinfo | None,
        *,
        title: str,
        about: str,
        act: str,
        arguments: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__()
        self._moment, self._zone = now, zone
        self._title, self._about, self._act, self._arguments = title, about, act, dict(arguments or {})
        self.set_reactive(SpanSheet.chosen, self.FIRST)

    def head(self) -> str:
        """What it is about."""
        return self._title

    def parts(self) -> Iterable[Widget]:
        """What it does, the choices, and the place for the reason."""
        about = Content.styled(plain(self._about), "$faint")
        yield HangingText([(Content(), about), (Content(), Content())])
        yield HangingText(self._rows(), id="choices")
        yield Static("Why", id="asked")
        yield Input(id="why", compact=True, placeholder="one line, shown to whoever looks")

    def _rows(self) -> Iterator[Row]:
        for at, (words, span) in enumerate(self.CHOICES):
            mark = Content.styled(f"  {glyphs.CLOSED} ", "$accent") if at == self.chosen else Content("    ")
            ends = (
                "" if span is None else times.at(self._moment + span, self._moment, self._zone, seconds=False)
            )
            until = f"  until {ends}" if ends else ""
            yield mark, Content.assemble((words, "bold" if at == self.chosen else ""), (until, "$faint"))

    def watch_chosen(self) -> None:
        """Another choice."""
        if self.ready:
            self.query_one("#choices", HangingText).show(self._rows())

    def action_choose(self, step: int) -> None:
        """The choice so many further."""
        self.chosen = (self.chosen + step) % len(self.CHOICES)

    @on(Input.Submitted)
    def action_ask(self) -> None:
        """Asks for what was chosen; its plan is still to be consented to."""
        span, why = self.CHOICES[self.chosen][1], self.query_one(Input).value.strip()
        self.leave_for(ActRequested(self._act, {**self._arguments, "span": span, "why": why}))
