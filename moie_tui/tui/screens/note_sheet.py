"""Taking an alert on, with a note for whoever looks next; the plan comes next."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from moie_tui.domain.text import plain
from moie_tui.tui.messages import ActRequested
from moie_tui.tui.screens.sheet import Sheet
from moie_tui.tui.widgets.hanging_text import HangingText

ABOUT = "It is not repeated while it lasts; its end is told."


class NoteSheet(Sheet[None]):
    """What is typed is the note, Enter asks for the plan."""

    AUTO_FOCUS = "Input"
    hints = (("enter", "show the plan", "screen.ask"), ("esc", "back", "screen.leave"))

    def __init__(self, key: str, message: str, note: str = "") -> None:
        super().__init__()
        self._key, self._message, self._note = key, message, note

    def head(self) -> str:
        """What it is about."""
        return "Acknowledge"

    def parts(self) -> Iterable[Widget]:
        """The alert, what acknowledging means, and the place for the note."""
        yield HangingText(
            [
                (Content(), Content.styled(plain(self._message), "bold")),
                (Content(), Content.styled(ABOUT, "$faint")),
            ]
        )
        yield Static("Note", id="asked")
        yield Input(
            self._note, id="note", compact=True, placeholder="one line, such as who sees to it and how"
        )

    @on(Input.Submitted)
    def action_ask(self) -> None:
        """Asks for the acknowledgement; its plan is still to be consented to."""
        note = self.query_one(Input).value.strip()
        self.leave_for(ActRequested("ack", {"key": self._key, "note": note}))
