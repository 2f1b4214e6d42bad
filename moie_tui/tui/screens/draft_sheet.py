"""What was written in an editor and is not in force: what is wrong with it, and whether to go on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

from textual.content import Content
from textual.widget import Widget

from moie_tui.domain.amounts import counted
from moie_tui.domain.draft import Draft
from moie_tui.domain.text import plain
from moie_tui.domain.validation import Finding
from moie_tui.tui.glyphs import FAILED
from moie_tui.tui.keymap import bound
from moie_tui.tui.screens.sheet import Sheet
from moie_tui.tui.times import at
from moie_tui.tui.widgets.hanging_text import HangingText, Row

AGAIN, DISCARD = "again", "discard"
"""What the sheet returns; None keeps what was written for later."""
SHOWN = 40
_GAP: Row = (Content(), Content())


class DraftSheet(Sheet[str]):
    """Without `errors` it asks whether to go on with what is kept; with some it shows them."""

    BINDINGS = [bound("edit", "again", "edit it again"), bound("discard", "discard")]
    hints = (
        ("edit", "edit again", "screen.again"),
        ("discard", "throw away", "screen.discard"),
        ("esc", "keep for later", "screen.leave"),
    )

    def __init__(
        self, draft: Draft, now: datetime, zone: tzinfo | None, errors: Sequence[Finding] = ()
    ) -> None:
        super().__init__()
        self._draft, self._errors = draft, errors
        self._began = at(draft.began, now, zone)

    def head(self) -> str:
        """What is asked about."""
        if self._errors:
            return f"{self._draft.file} · {counted(len(self._errors), 'error')} in what you wrote"
        return f"{self._draft.file} · what you wrote is not in force"

    def tail(self) -> str:
        """Where it lies."""
        return self._draft.place

    def parts(self) -> Iterable[Widget]:
        """The errors, or the question."""
        yield HangingText(error_rows(self._errors) if self._errors else kept_rows(self._began))

    def action_again(self) -> None:
        """Back to the editor, with all that was written."""
        self.dismiss(AGAIN)

    def action_discard(self) -> None:
        """What was written goes; the root was never touched by it."""
        self.dismiss(DISCARD)


def error_rows(errors: Sequence[Finding]) -> list[Row]:
    """Each with its place; nothing of the root was changed by it."""
    rows: list[Row] = []
    for one in errors[:SHOWN]:
        place = f"line {one.line}, column {one.column}" if one.line else ""
        where = ", ".join(part for part in (place, plain(one.where)) if part)
        rows.append((Content.assemble((FAILED, "$failed"), " "), Content.styled(plain(one.what), "bold")))
        rows.append((Content("  "), Content.styled(where, "$faint")))
    if len(errors) > SHOWN:
        rows.append((Content("  "), Content.styled(f"and {len(errors) - SHOWN} more", "$faint")))
    return [*rows, _GAP, (Content(), Content("The file in the root is as it was."))]


def kept_rows(began: str) -> list[Row]:
    """What there is to go on with."""
    return [
        (Content(), Content(f"You began to edit it at {began}, and what you wrote is kept.")),
        (Content(), Content("Go on with it, or throw it away and begin with the file as it is now.")),
    ]
