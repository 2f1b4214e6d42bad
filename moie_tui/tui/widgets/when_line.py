"""The line a time is typed into; it says which moment it understood before one goes there."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Self

from textual.binding import Binding
from textual.containers import Horizontal
from textual.events import DescendantBlur
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from moie_tui.domain.moments import FORMS, parse_moment
from moie_tui.tui.times import at
from moie_tui.values import dataclass


class WhenLine(Horizontal):
    """`begin` opens it; Enter goes there, Esc leaves it."""

    BINDINGS = [Binding("escape", "leave", "stay here", show=False)]

    @dataclass
    class Asked(Message):
        """The operator wants to be at that moment."""

        moment: datetime

    @dataclass
    class Left(Message):
        """Typing is over: the focus belongs to the list again."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._moment: datetime | None = None
        self._now: datetime | None = None
        self._zone: tzinfo | None = None

    @classmethod
    async def of(cls, around: Widget) -> Self:
        """That of a list, made when it is first asked for."""
        for one in around.query(cls):
            return one
        made = cls()
        await around.mount(made)
        return made

    def on_mount(self) -> None:
        """Not there until it is asked for."""
        self.display = False

    async def begin(self, now: datetime, zone: tzinfo | None) -> None:
        """Lets a time be typed; the input is made when it is needed."""
        self._now, self._zone = now, zone
        self.display = True
        if not self.query(Input):
            typed = Input(compact=True, id="typed", placeholder=FORMS)
            said = Static("", id="understood", markup=False)
            await self.mount(Static("at ", id="mark", markup=False), typed, said)
        self.query_one(Input).value = ""
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Says what is understood so far."""
        event.stop()
        said, self._moment = "", None
        if event.value.strip() and self._now is not None:
            try:
                self._moment = parse_moment(event.value, self._now, self._zone)
                said = at(self._moment, self._now, self._zone)
            except ValueError:
                said = "?"
        self._say(said)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Goes there, or says why not."""
        event.stop()
        if self._moment is None and event.value.strip():
            self._say(f"no such time: say {FORMS}", wrong=True)
            return
        if self._moment is not None:
            self.post_message(self.Asked(self._moment))
        self.action_leave()

    def _say(self, words: str, *, wrong: bool = False) -> None:
        said = self.query_one("#understood", Static)
        said.set_class(wrong, "-wrong")
        said.update(words)

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """Elsewhere nothing is typed."""
        self.display = False

    def action_leave(self) -> None:
        """Back to the list."""
        self.display = False
        self.post_message(self.Left())
