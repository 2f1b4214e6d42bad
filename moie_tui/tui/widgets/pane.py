"""A pane of the dashboard: a thin border with its title, bound to the facts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.reactive import var
from textual.widget import Widget

from moie_tui.domain.judge import Judgement
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui.keymap import keys_of
from moie_tui.tui.messages import Selected
from moie_tui.tui.widgets.ageing import MINUTES_WAIT, Ageing
from moie_tui.tui.widgets.finder import Finder
from moie_tui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from moie_tui.tui.matter import Matter


class Pane(Vertical, Ageing):
    """Base of the panes: `fill` shows a new view, `judged` new verdicts, `age` the passing of time."""

    TITLE: ClassVar[str] = ""
    KIND: ClassVar[str] = ""
    """What its rows are, for `Selected`."""

    view: var[SystemView] = var(NO_VIEW, init=False)
    judgement: var[Judgement | None] = var(None, init=False)

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, classes="pane")
        self._titled = self._counted = ""

    def on_mount(self) -> None:
        """The title can be said."""
        self._entitle()

    def _entitle(self) -> None:
        title = f"{keys_of(self).shown(f'pane-{self.id}')} {self.TITLE}{self.warning()}"
        if title != self._titled:
            self._titled = self.border_title = title

    def warning(self) -> str:
        """What has to be said in the upper border."""
        return ""

    def watch_view(self) -> None:
        """Another view is there."""
        if self.view is not NO_VIEW:
            self._entitle()
            self.fill()

    def watch_judgement(self) -> None:
        """Verdicts may have changed."""
        if self.judgement:
            self.judged()

    def fill(self) -> None:
        """Shows the view."""

    def judged(self) -> None:
        """Takes over what `age`, which follows at once, can't."""

    def selected(self) -> tuple[str, str]:
        """Kind and key of what is selected here."""
        return (self.KIND, "")

    @property
    def is_narrowed(self) -> bool:
        """Whether something is left out here, so that Esc shows all."""
        return False

    def matter(self) -> Matter:
        """What of it can be copied and exported."""
        raise NotImplementedError

    @property
    def target(self) -> Widget:
        """What has the focus when the pane has it."""
        return self

    def count(self, words: str) -> None:
        """Says how many there are, in the lower border."""
        if words != self._counted:
            self._counted = self.border_subtitle = words


class ListPane(Pane):
    """A pane that is one list."""

    rows: Rows[Any]

    def age(self) -> timedelta:
        """Redraws the lines whose age reads differently now."""
        self.rows.recheck()
        return MINUTES_WAIT

    def selected(self) -> tuple[str, str]:
        """The row under the cursor."""
        return (self.KIND, self.rows.key)

    def matter(self) -> Matter:
        """The list."""
        return self.rows.matter(self.TITLE)

    @property
    def target(self) -> Widget:
        """The list."""
        return self.rows

    def on_rows_highlighted(self, message: Rows.Highlighted) -> None:
        """Tells the screen what is selected now."""
        message.stop()
        self.post_message(Selected(*self.selected()))


class FoundPane(ListPane):
    """A list that can be narrowed and put into another order."""

    finder: Finder[Any]

    def compose(self) -> ComposeResult:
        """The list, what is left out, and where words are typed."""
        yield self.finder

    def on_finder_changed(self, message: Finder.Changed) -> None:
        """Others are listed."""
        message.stop()
        self.recount()
        self.post_message(Selected(*self.selected()))

    @property
    def is_narrowed(self) -> bool:
        """Whether the list leaves rows out."""
        return bool(self.finder.wanted)

    def recount(self) -> None:
        """Says how many there are, and how many of them are shown."""

    def reveal(self, kind: str, key: str) -> None:
        """The cursor to the row of that thing, as if the operator had moved it there."""
        self.finder.reveal(key)
        self.rows.moved = True
