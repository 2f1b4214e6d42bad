"""What was done here, newest first: by people and what changed something, or every operation that is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from textual import on
from textual.reactive import var
from textual.widget import Widget

from moie_tui.domain.amounts import counted
from moie_tui.domain.plan import OperationRecord, is_stamp
from moie_tui.domain.routine import is_routine
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui.keymap import bound, keys_of
from moie_tui.tui.messages import ActRequested, OperationOpened
from moie_tui.tui.screens.operation_text import COLUMNS, cells, said, summary_rows, via
from moie_tui.tui.screens.sheet import KeyHint, Sheet
from moie_tui.tui.widgets.finder import Finder
from moie_tui.tui.widgets.hanging_text import HangingText
from moie_tui.tui.widgets.rows import Rows

EMPTY = "Nothing was done here yet. Each pulse, backup and rollback gets a line, with its way back."
ONLY_ROUTINE = "Nobody did anything here yet; {key} lists {many} and beats that came by themselves."

UNDO_IT: KeyHint = ("undo", "undo it", "screen.undo")
HINTS: tuple[KeyHint, ...] = (
    ("enter", "look", "screen.open"),
    UNDO_IT,
    ("all", "runs too", "screen.all"),
    ("filter", "filter", "screen.find"),
    ("help", "help", "screen.help"),
    ("esc", "back", "screen.leave"),
)


class OperationsScreen(Sheet[None]):
    """Follows `view`; Enter goes deeper into an operation, `U` plans to take it back, `x` lists all."""

    BINDINGS = [
        bound("undo", "undo", "undo the selected one"),
        bound("all", "all", "runs and beats that came by themselves too, or not"),
        bound("operations", "leave", "back"),
    ]
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
        self._finder = Finder(self._rows, searched)
        self._all = False

    def head(self) -> str:
        """What is listed."""
        return "Operations"

    def tail(self) -> str:
        """How many, how many of them were taken back, and how many are left out."""
        known, shown = self.view.operations, len(self._listed())
        undone = sum(bool(one.undone_by) for one in known)
        kept = f"{shown} of {len(known)} kept" if shown < len(known) else f"{len(known)} kept"
        return self._finder.counted(f"{kept} · {undone} undone" if undone else kept)

    def parts(self) -> Iterable[Widget]:
        """The list, and what the selected one did."""
        yield self._finder
        yield HangingText(id="selected")

    def on_mount(self) -> None:
        """Shows what is known now."""
        self.watch_view()

    def watch_view(self) -> None:
        """Something was done, or taken back."""
        if self.ready:
            self._finder.set_rows(self._listed(), empty=self._invitation())
            self._rows.recheck()
            self._show_selected()

    def _listed(self) -> Sequence[OperationRecord]:
        known = self.view.operations
        return known if self._all else [one for one in known if not is_routine(one)]

    def _invitation(self) -> str:
        if not self.view.operations:
            return EMPTY
        many = counted(len(self.view.operations), "run")
        return ONLY_ROUTINE.format(key=keys_of(self).shown("all"), many=many)

    def watch_now(self) -> None:
        """Another day may have begun."""
        self._rows.recheck()

    @on(Rows.Highlighted)
    def _show_selected(self) -> None:
        item = self._rows.item
        self.say(summary_rows(item))
        gone = item is None or is_spent(self.view, item)
        hints = (one for one in HINTS if not (gone and one is UNDO_IT))
        self.hints = tuple(
            ("all", "acts only", one[2]) if self._all and one[0] == "all" else one for one in hints
        )
        self.relabel()

    @on(Finder.Changed)
    def _recount(self) -> None:
        self.relabel()

    async def action_find(self) -> None:
        """Lets words be typed."""
        await self._finder.action_filter()

    def action_all(self) -> None:
        """What came by itself too, or not."""
        self._all = not self._all
        self.watch_view()

    @on(Rows.Chosen)
    def action_open(self) -> None:
        """Deeper into the selected one."""
        if self._rows.key:
            self.post_message(OperationOpened(self._rows.key))

    def action_undo(self) -> None:
        """Asks to take the selected one back."""
        if self._rows.key:
            self.post_message(ActRequested("undo", {"operation": self._rows.key}))


def searched(record: OperationRecord) -> str:
    """The words an operation is found by."""
    about = " ".join(f"{effect.kind} {effect.target}" for effect in record.effects)
    return f"{record.id} {record.kind} {said(record, running=False)} {via(record)} {record.undone_by} {about}"


def is_running(view: SystemView, record: OperationRecord) -> bool:
    """Whether an unfinished operation is the one under way rather than one that was interrupted."""
    return bool(view.running) and not record.finished and record is view.operations[0]


def is_spent(view: SystemView, record: OperationRecord) -> bool:
    """Whether it certainly left nothing to take back: `U` would only say why."""
    if record.undone_by or (record.finished and not record.effects):
        return True
    stamps = [effect.after for effect in record.effects if effect.path]
    return view.state is not None and is_stamp(record) and view.state.last_heartbeat not in stamps
