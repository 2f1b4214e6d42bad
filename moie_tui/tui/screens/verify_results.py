"""What holds and what does not, after a verification."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import on
from textual.binding import Binding
from textual.widget import Widget

from moie_tui.domain.text import plain
from moie_tui.domain.verification import Verified, labels, worst_first
from moie_tui.tui.clipboard import copy_from
from moie_tui.tui.keymap import bound
from moie_tui.tui.messages import ActRequested
from moie_tui.tui.screens.sheet import Sheet
from moie_tui.tui.screens.verify_text import cells, columns, full_rows, selected_rows, summary_rows
from moie_tui.tui.widgets.hanging_text import HangingText
from moie_tui.tui.widgets.rows import Rows

AROUND = 18
"""Lines the sheet takes beside its rows, at most."""
Labelled = tuple[str, str, Verified]
"""A key of its own, what to call it, and the result."""


class VerifyResultsScreen(Sheet[None]):
    """A row a job, the worst first; Enter shows all a command said, `V` verifies the selected job again."""

    BINDINGS = [bound("verify", "again", "verify the selected one again")]
    AUTO_FOCUS = "Rows"
    hints = (
        ("enter", "output", "screen.open"),
        ("verify", "verify it again", "screen.again"),
        ("esc", "back", "screen.leave"),
    )

    def __init__(self, title: str, results: Sequence[Verified]) -> None:
        super().__init__()
        self._heading = title
        self._results = worst_first(results)
        names = labels(self._results)
        self._rows: Rows[Labelled] = Rows(
            columns(names),
            lambda item: cells(item[2], item[1]),
            lambda item: item[0],
            empty="There is no job to verify.",
        )
        self._items = [
            (f"{at}", name, one) for at, (name, one) in enumerate(zip(names, self._results, strict=True))
        ]

    def head(self) -> str:
        """What was verified."""
        return self._heading

    def tail(self) -> str:
        """How many drifted, where the eye ends up."""
        drifted = sum(one.drifted for one in self._results)
        return f"{drifted} drifted" if drifted else "nothing was changed"

    def parts(self) -> Iterable[Widget]:
        """The counts, the list, and what the selected one said."""
        yield HangingText(summary_rows(self._results), id="facts")
        yield self._rows
        yield HangingText(id="selected")

    def on_mount(self) -> None:
        """Fills the list."""
        self._rows.set_rows(self._items)
        self._show_selected()
        self.on_resize()

    def on_resize(self) -> None:
        """A few results take no more room than they need."""
        few = len(self._items) + AROUND <= self.app.size.height
        self.set_class(few, "-few")
        self._rows.styles.height = max(1, len(self._items)) + 1 if few else "1fr"

    @on(Rows.Highlighted)
    def _show_selected(self) -> None:
        item = self._rows.item
        self.say(selected_rows(item[2] if item else None))

    @on(Rows.Chosen)
    def action_open(self) -> None:
        """All of the selected one's output."""
        if item := self._rows.item:
            self.app.push_screen(VerifiedSheet(item[2], item[1]))

    def action_again(self) -> None:
        """Asks to verify the selected job once more."""
        if item := self._rows.item:
            self.leave_for(ActRequested("verify", {"job": item[2].job, "phase": item[2].phase}))


class VerifiedSheet(Sheet[None]):
    """One verification in full, as plain text."""

    BINDINGS = [Binding("enter", "leave", "back", show=False), bound("copy", "copy", "copy the output")]
    hints = (("copy", "copy", "screen.copy"), ("esc", "back", "screen.leave"))

    def __init__(self, one: Verified, label: str) -> None:
        super().__init__()
        self._one, self._label = one, label

    def head(self) -> str:
        """Which job."""
        return f"Job {self._label} · {self._one.task}"

    def parts(self) -> Iterable[Widget]:
        """How it went, the command, the output."""
        yield HangingText(full_rows(self._one))

    def action_copy(self) -> None:
        """Copies the output."""
        copy_from(self.app, plain(self._one.output or self._one.why, newline="\n"))
