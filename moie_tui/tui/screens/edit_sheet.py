"""Consent to what was written in an editor, or back to it."""

from __future__ import annotations

from moie_tui.tui.keymap import bound
from moie_tui.tui.screens.draft_sheet import AGAIN
from moie_tui.tui.screens.plan_sheet import PlanSheet


class EditSheet(PlanSheet):
    """The plan of an edit; leaving it loses nothing that was written."""

    BINDINGS = [bound("edit", "again", "edit it again")]
    more_hints = (("edit", "edit again", "screen.again"),)

    def action_again(self) -> None:
        """Back to the editor."""
        self.dismiss(AGAIN)
