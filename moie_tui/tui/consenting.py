"""Showing a plan and hearing the answer: what is consented to is what would be done now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from moie_tui.domain.plan import Operation, Plan
from moie_tui.tui.editing import EDIT
from moie_tui.tui.live import Live
from moie_tui.tui.screens.plan_sheet import CHANGED, PlanSheet
from moie_tui.tui.screens.trust_sheet import TrustSheet

TRUST, ROLLBACK, UNDO, PRUNE, VERIFY = "trust", "rollback", "undo", "prune", "verify"
Answer = tuple[str | None, Plan]
"""What the sheet returned, and the plan that it showed last."""
NOTHING_BEFORE: Plan | None = None
"""The plan that the first one of an act replaces."""


def sheet_for(operation: str) -> type[PlanSheet]:
    """The sheet of a plan; some have more to say than effects, and are imported when they are wanted."""
    if operation == UNDO:
        from moie_tui.tui.screens.undo_sheet import UndoSheet

        return UndoSheet
    if operation == PRUNE:
        from moie_tui.tui.screens.prune_sheet import PruneSheet

        return PruneSheet
    if operation == ROLLBACK:
        from moie_tui.tui.screens.rollback_sheet import RollbackSheet

        return RollbackSheet
    if operation == EDIT:
        from moie_tui.tui.screens.edit_sheet import EditSheet

        return EditSheet
    return TrustSheet if operation == TRUST else PlanSheet


async def answered(
    app: Live,
    operation: Operation,
    plan: Plan,
    before: Plan | None,
    anew: Callable[[Operation], Awaitable[Plan]],
    clock: Callable[[], float],
) -> Answer:
    """Shows the plan, and in its place each one that files bring about while it is read.

    `before` is one that was outdated already; `anew` plans again for the sheet that follows."""

    def again() -> Plan:
        return operation.plan(app.source.clock())

    while True:
        sheet = sheet_for(plan.operation)(plan, before=before, again=again, clock=clock)
        answer = await app.push_screen_wait(sheet)
        if answer != CHANGED:
            return answer, plan
        before, plan = plan, await anew(operation)
