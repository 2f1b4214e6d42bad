"""For how long pulses are to be held, and why; the plan comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, tzinfo

from textual import on
from textual.binding import Binding
from textual.content import Content
from textual.reactive import var
from textual.widget import Widget
from textual.widgets import Input, Static

from moie_tui.tui import glyphs, times
from moie_tui.tui.messages import ActRequested
from moie_tui.tui.screens.sheet import Sheet
from moie_tui.tui.widgets.hanging_text import HangingText, Row

CHOICES: tuple[tuple[str, timedelta | None], ...] = (
    ("30 minutes", timedelta(minutes=30)),
    ("2 hours", timedelta(hours=2)),
    ("8 hours", timedelta(hours=8)),
    ("until I resume", None),
)
FIRST = 1
ABOUT = "While pulses are on hold, they only stamp the heartbeat: no job is proven or started by them."


class HoldSheet(Sheet[None]):
    """Arrows choose how long, what is typed is why, Enter asks for the plan."""

    BINDINGS = [
        Binding("up", "choose(-1)", "shorter", show=False, priority=True),
        Binding("down", "choose(1)", "longer", show=False, priority=True),
    ]
    AUTO_FOCUS = "Input"
    hints = (
        ("↑↓", "how long", "screen.choose(1)"),
        ("enter", "show the plan", "screen.ask"),
        ("esc", "back", "screen.leave"),
    )

    chosen: var[int] = var(FIRST, init=False)

    def __init__(self, now: datetime, zone: tzinfo | None) -> None:
        super().__init__()
        self._moment, self._zone = now, zone

    def head(self) -> str:
        """What it is about."""
        return "Hold pulses"

    def parts(self) -> Iterable[Widget]:
        """What a hold is, the choices, and the place for the reason."""
        yield HangingText([(Content(), Content.styled(ABOUT, "$faint")), (Content(), Content())])
        yield HangingText(self._rows(), id="choices")
        yield Static("Why", id="asked")
        yield Input(id="why", compact=True, placeholder="one line, shown to whoever looks")

    def _rows(self) -> Iterator[Row]:
        for at, (words, span) in enumerate(CHOICES):
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
        self.chosen = (self.chosen + step) % len(CHOICES)

    @on(Input.Submitted)
    def action_ask(self) -> None:
        """Asks for the hold that was chosen; its plan is still to be consented to."""
        span, why = CHOICES[self.chosen][1], self.query_one(Input).value.strip()
        self.post_message(ActRequested("hold", {"span": span, "why": why}))
        self.dismiss(None)
