"""In which form to copy or export something."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import on
from textual.binding import Binding
from textual.widget import Widget

from moie_tui.tui.columns import Column
from moie_tui.tui.matter import Form
from moie_tui.tui.pieces import text
from moie_tui.tui.screens.sheet import Sheet
from moie_tui.tui.widgets.rows import Rows

TASTE = 400
"""Characters of a form that are looked at for its line."""
DIGITS = 9


class FormSheet(Sheet[Form]):
    """Returns the form that was chosen, by Enter or by its number; None for none."""

    BINDINGS = [Binding(str(at), f"pick({at})", "choose", show=False) for at in range(1, DIGITS + 1)]
    AUTO_FOCUS = "Rows"

    def __init__(self, title: str, forms: Sequence[Form], verb: str, where: str = "") -> None:
        super().__init__()
        self._heading, self._forms, self._where = title, tuple(forms), where
        widest = max(len(one.name) for one in forms)
        columns = (Column(1), Column(widest), Column(12, flexible=True))
        self._rows: Rows[tuple[int, Form]] = Rows(
            columns,
            lambda row: (text(f"{row[0]}", "faint"), text(row[1].name), text(row[1].taste[:TASTE], "faint")),
            lambda row: f"{row[0]}",
        )
        self.hints = (("enter", verb, "screen.go"), ("esc", "back", "screen.leave"))

    def head(self) -> str:
        """What of."""
        return self._heading

    def tail(self) -> str:
        """Where it goes."""
        return self._where

    def action_copy_as(self) -> None:
        """Is chosen here: the list of forms itself is nothing to copy."""

    def action_export(self) -> None:
        """As little."""

    def parts(self) -> Iterable[Widget]:
        """The forms."""
        yield self._rows

    def on_mount(self) -> None:
        """The list is as high as it is long."""
        self._rows.set_rows(list(enumerate(self._forms, 1)))
        self._rows.styles.height = len(self._forms)

    @on(Rows.Chosen)
    def action_go(self) -> None:
        """This one."""
        if self._rows.item is not None:
            self.dismiss(self._rows.item[1])

    def action_pick(self, number: int) -> None:
        """The one of that number."""
        if number <= len(self._forms):
            self.dismiss(self._forms[number - 1])
