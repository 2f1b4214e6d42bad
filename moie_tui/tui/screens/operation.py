"""Deeper into an operation: what it did, and the plan to take it back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime

from textual.content import Content
from textual.reactive import var
from textual.widget import Widget

from moie_tui.domain.plan import OperationRecord, Plan
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui.keymap import bound, keys_of
from moie_tui.tui.messages import ActRequested
from moie_tui.tui.screens.effects_diff import EffectsDiff, has_values
from moie_tui.tui.screens.failure_sheet import failure_rows
from moie_tui.tui.screens.operation_text import fact_rows, way_rows
from moie_tui.tui.screens.operations import is_running
from moie_tui.tui.screens.sheet import Sheet
from moie_tui.tui.source import Source
from moie_tui.tui.widgets.hanging_text import HangingText, Row
from moie_tui.tui.working import instead

GONE: Row = (Content(), Content("This operation is no longer kept."))
_GAP: Row = (Content(), Content())


class OperationScreen(Sheet[None]):
    """One operation by its id; the way back is planned anew with each `view`."""

    BINDINGS = [bound("undo", "undo", "undo it"), bound("diff", "diff", "every value")]
    hints = (
        ("undo", "undo it", "screen.undo"),
        ("diff", "diff", "screen.diff"),
        ("esc", "back", "screen.leave"),
    )

    view: var[SystemView] = var(NO_VIEW, init=False)
    now: var[datetime] = var(NO_VIEW.read_at, init=False)

    def __init__(self, operation: str, source: Source) -> None:
        super().__init__()
        self._operation, self._source = operation, source

    @property
    def _record(self) -> OperationRecord | None:
        return next((one for one in self.view.operations if one.id == self._operation), None)

    def head(self) -> str:
        """Which operation."""
        kind = self._record.kind.capitalize() if self._record else "Operation"
        return f"{kind} {self._operation}"

    def parts(self) -> Iterable[Widget]:
        """Facts and effects, then the way back."""
        yield HangingText(id="facts")
        yield HangingText([_GAP, (Content(), Content.styled("Planning the way back…", "$faint"))], id="way")

    def on_mount(self) -> None:
        """Shows the facts and starts planning."""
        self.watch_view()

    def watch_now(self) -> None:
        """Ages grow."""
        if self.ready:
            one = self._record
            rows = fact_rows(one, self.view, self.now, is_running(self.view, one)) if one else [GONE]
            self.query_one("#facts", HangingText).show(rows)
            self.relabel()

    def watch_view(self) -> None:
        """It may be undone by now, or something else stands in its way."""
        self.watch_now()
        if self.ready:
            instead(self, "way back", self._plan)

    async def _plan(self) -> None:
        try:
            plan = await asyncio.to_thread(self._planned)
        except Exception as error:
            # Whatever stands in the way, the operator must see it.
            heading: Row = (Content(), Content.styled("It can't be taken back now", "bold"))
            rows = [_GAP, heading, *failure_rows(error, keys_of(self))]
        else:
            rows = way_rows(self._record, plan) if self._record else []
        if self.ready:
            self.query_one("#way", HangingText).show(rows)

    def _planned(self) -> Plan:
        return self._source.operation("undo", operation=self._operation).plan(self._source.clock())

    def action_undo(self) -> None:
        """Asks to take it back."""
        self.post_message(ActRequested("undo", {"operation": self._operation}))

    def action_diff(self) -> None:
        """Every value in full, before and after."""
        if self._record and has_values(self._record.effects):
            self.app.push_screen(EffectsDiff(self.head(), self._record.effects))
