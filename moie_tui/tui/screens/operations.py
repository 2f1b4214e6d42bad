"""What was done here: every operation that is kept, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from textual import on
from textual.reactive import var
from textual.widget import Widget

from moie_tui.domain.plan import OperationRecord, is_stamp
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui.keymap import bound
from moie_tui.tui.messages import ActRequested, OperationOpened
from moie_tui.tui.screens.operation_text import COLUMNS, cells, summary_rows
from moie_tui.tui.screens.sheet import KeyHint, Sheet
from moie_tui.tui.widgets.hanging_text import HangingText
from moie_tui.tui.widgets.rows import Rows

EMPTY = "Nothing was done here yet. Each pulse, backup and rollback gets a line, with its way back."

UNDO_IT: KeyHint = ("undo", "undo it", "screen.undo")
HINTS: tuple[KeyHint, ...] = (
    ("enter", "look", "screen.open"),
    UNDO_IT,
    ("help", "help", "screen.help"),
    ("esc", "back", "screen.leave"),
)


class OperationsScreen(Sheet[None]):
    """Follows `view`; Enter goes deeper into an operation, `U` plans to take it back."""

    BINDINGS = [bound("undo", "undo", "undo the selected one"), bound("operations", "leave", "back")]
    AUTO_FOCUS = "Rows"
    hints: Sequence[KeyHint] = HINTS

    view: var[SystemView] = var(NO_VIEW, init=False)
    now: var[datetime] = var(NO_VIEW.read_at, init=False)

    def __init__(self) -> None:
        super().__init__()
        self._rows: Rows[OperationRecord] = Rows(
            COLUMNS,
            lambda one: cells(one, self.view, self.now, is_running(self.view, one)),
            lambda one: one.id,
            empty=EMPTY,
        )

    def head(self) -> str:
        """What is listed."""
        return "Operations"

    def tail(self) -> str:
        """How many, and how many of them were taken back."""
        known = self.view.operations
        undone = sum(bool(one.undone_by) for one in known)
        return f"{len(known)} kept · {undone} undone" if undone else f"{len(known)} kept"

    def parts(self) -> Iterable[Widget]:
        """The list, and what the selected one did."""
        yield self._rows
        yield HangingText(id="selected")

    def on_mount(self) -> None:
        """Shows what is known now."""
        self.watch_view()

    def watch_view(self) -> None:
        """Something was done, or taken back."""
        if self.ready:
            self._rows.set_rows(self.view.operations)
            self._rows.recheck()
            self._show_selected()

    def watch_now(self) -> None:
        """Another day may have begun."""
        self._rows.recheck()

    @on(Rows.Highlighted)
    def _show_selected(self) -> None:
        item = self._rows.item
        self.say(summary_rows(item))
        gone = item is None or is_spent(self.view, item)
        self.hints = tuple(one for one in HINTS if one is not UNDO_IT) if gone else HINTS
        self.relabel()

    @on(Rows.Chosen)
    def action_open(self) -> None:
        """Deeper into the selected one."""
        if self._rows.key:
            self.post_message(OperationOpened(self._rows.key))

    def action_undo(self) -> None:
        """Asks to take the selected one back."""
        if self._rows.key:
            self.post_message(ActRequested("undo", {"operation": self._rows.key}))


def is_running(view: SystemView, record: OperationRecord) -> bool:
    """Whether an unfinished operation is the one under way rather than one that was interrupted."""
    return bool(view.running) and not record.finished and record is view.operations[0]


def is_spent(view: SystemView, record: OperationRecord) -> bool:
    """Whether it certainly left nothing to take back: `U` would only say why."""
    if record.undone_by or (record.finished and not record.effects):
        return True
    stamps = [effect.after for effect in record.effects if effect.path]
    return view.state is not None and is_stamp(record) and view.state.last_heartbeat not in stamps
