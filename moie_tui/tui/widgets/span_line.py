"""The line a span of time is typed into; it is there only while one is typed."""

from __future__ import annotations

from datetime import timedelta

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from moie_tui.domain.spans import parse_span
from moie_tui.values import dataclass


class SpanLine(Horizontal):
    """`begin` opens it; Enter takes the span, Esc leaves it as it was."""

    BINDINGS = [Binding("escape", "leave", "no other span", show=False)]

    @dataclass
    class Typed(Message):
        """That span is wanted."""

        span: timedelta

    @dataclass
    class Left(Message):
        """Typing is over: the focus belongs to the list again."""

    def compose(self) -> ComposeResult:
        """What is asked, the input, and what is wrong with it."""
        yield Static("the last ", id="asked", markup=False)
        yield Input(compact=True, id="span", placeholder='like "6h", "3d" or "2w"')
        yield Static("", id="wrong", markup=False)

    def on_mount(self) -> None:
        """Not there until it is asked for."""
        self.display = False

    def begin(self) -> None:
        """Lets a span be typed."""
        self.display = True
        self.query_one(Input).value = ""
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was wrong may be mended."""
        event.stop()
        self.query_one("#wrong", Static).update("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Takes it, or says why not."""
        event.stop()
        try:
            span = parse_span(event.value)
        except ValueError as error:
            self.query_one("#wrong", Static).update(str(error))
        else:
            self.post_message(self.Typed(span))
            self.action_leave()

    def action_leave(self) -> None:
        """No typing any more."""
        self.display = False
        self.post_message(self.Left())
