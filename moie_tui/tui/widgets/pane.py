"""A pane of the dashboard: a thin border with its title, bound to the facts."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from textual.containers import Vertical
from textual.reactive import reactive

from moie_tui.domain.judge import Judgement
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui.messages import Selected
from moie_tui.tui.widgets.rows import Rows


class Pane(Vertical):
    """Base of the panes: `fill` shows a new view, `judged` new verdicts, `age` the passing of a second."""

    TITLE: ClassVar[str] = ""
    KIND: ClassVar[str] = ""
    """What its rows are, for `Selected`."""

    view: reactive[SystemView] = reactive(NO_VIEW, init=False)
    judgement: reactive[Judgement | None] = reactive(None, init=False)
    now: reactive[datetime] = reactive(NO_VIEW.read_at, init=False)

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, classes="pane")
        self.border_title = self.TITLE

    def watch_view(self) -> None:
        """Another view is there."""
        self.fill()

    def watch_judgement(self) -> None:
        """Verdicts may have changed."""
        self.judged()

    def watch_now(self) -> None:
        """A second has passed."""
        self.age()

    def fill(self) -> None:
        """Shows the view."""

    def judged(self) -> None:
        """Shows the verdicts."""
        self.age()

    def age(self) -> None:
        """Shows what only the time changes."""

    def selected(self) -> tuple[str, str]:
        """Kind and key of what is selected here."""
        return (self.KIND, "")

    def take_focus(self) -> None:
        """Puts the focus on the part of the pane that moves."""
        self.query("*").filter(":can-focus").first().focus()

    def count(self, words: str) -> None:
        """Says how many there are, in the lower border."""
        self.border_subtitle = words


class ListPane(Pane):
    """A pane that is one list."""

    rows: Rows[Any]

    def age(self) -> None:
        """Redraws the lines whose age now reads differently."""
        self.rows.recheck()

    def selected(self) -> tuple[str, str]:
        """The row under the cursor."""
        return (self.KIND, self.rows.key)

    def take_focus(self) -> None:
        """The list has it."""
        self.rows.focus()

    def on_rows_highlighted(self, message: Rows.Highlighted) -> None:
        """Tells the screen what is selected now."""
        message.stop()
        self.post_message(Selected(*self.selected()))
