"""Consent to an undo, with a way to all that was done."""

from __future__ import annotations

from moie_tui.tui.keymap import bound
from moie_tui.tui.messages import OperationsOpened
from moie_tui.tui.screens.plan_sheet import PlanSheet


class UndoSheet(PlanSheet):
    """The plan of an undo; `u` leaves it for the list of operations, to choose another one."""

    BINDINGS = [bound("operations", "operations", "other operations")]
    more_hints = (("operations", "others", "screen.operations"),)

    def action_operations(self) -> None:
        """Nothing is undone; the list opens instead."""
        self.leave_for(OperationsOpened())
