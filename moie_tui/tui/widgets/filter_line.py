"""The line a filter is typed into; it is there only while one is typed or holds."""

from __future__ import annotations

from typing import Self

from textual.binding import Binding
from textual.containers import Horizontal
from textual.events import DescendantBlur
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from moie_tui.values import dataclass


class FilterLine(Horizontal):
    """`begin` opens it; Enter keeps the filter, Esc takes it away. It `stays` for a kept one."""

    BINDINGS = [Binding("escape", "clear", "no filter", show=False)]

    @dataclass
    class Changed(Message):
        """Another filter holds from now on."""

        text: str

    @dataclass
    class Left(Message):
        """Typing is over: the focus belongs to the list again."""

    def __init__(self, *, stays: bool = True, id: str | None = None) -> None:
        super().__init__(id=id)
        self._stays = stays

    @classmethod
    async def of(cls, around: Widget) -> Self:
        """That of a list, made when it is first asked for, which most never are."""
        for one in around.query(cls):
            return one
        made = cls(stays=False)
        await around.mount(made)
        return made

    def on_mount(self) -> None:
        """Not there until it is asked for."""
        self.display = False

    @property
    def text(self) -> str:
        """The filter that holds, "" for none."""
        found = self.query(Input)
        return found.first().value.strip() if found else ""

    async def begin(self) -> None:
        """Lets a filter be typed; the input is made when it is needed."""
        self.display = True
        if not self.query(Input):
            typed = Input(compact=True, id="typed", placeholder="words to look for, ! for lines without them")
            await self.mount(Static("/ ", id="mark", markup=False), typed)
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filters while it is typed."""
        event.stop()
        self.post_message(self.Changed(event.value.strip()))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keeps it."""
        event.stop()
        self.display = self._stays and bool(self.text)
        self.post_message(self.Left())

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """Without text it has no reason to stay."""
        self.display = self._stays and bool(self.text)

    def action_clear(self) -> None:
        """No filter any more."""
        for typed in self.query(Input):
            typed.value = ""
        self.display = False
        self.post_message(self.Left())
