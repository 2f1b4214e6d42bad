"""Pane four: the backup history, newest first."""

from __future__ import annotations

from moie_tui.domain.amounts import size
from moie_tui.domain.snapshot import Snapshot
from moie_tui.domain.text import plain
from moie_tui.tui import looks
from moie_tui.tui.columns import Column
from moie_tui.tui.keymap import keys_of
from moie_tui.tui.messages import SnapshotOpened
from moie_tui.tui.narrowing import Order
from moie_tui.tui.pieces import text
from moie_tui.tui.times import brief, when
from moie_tui.tui.widgets.finder import Finder
from moie_tui.tui.widgets.led_rows import LedRows
from moie_tui.tui.widgets.pane import FoundPane
from moie_tui.tui.widgets.rows import Cells, Rows

CLOCK = 8
"""Cells of a time of today."""
WORDS, FEW_WORDS = 20, 12
"""Cells of a note that tells one from the other, and of one that is cut."""
EMPTY = "No snapshot yet. {} takes one; every pulse takes one first."
NO_WAY_OUT = "No snapshot, and none can be taken while the state can't be read."
ORDERS: tuple[Order[Snapshot], ...] = (
    Order("newest first"),
    Order("oldest first", backwards=True),
    Order("largest first", lambda one: one.size_bytes, backwards=True),
    Order("by reason", lambda one: one.reason),
)


def columns(clock: int) -> tuple[Column, ...]:
    """The clock time, at most `clock` cells wide, stays longest beside the note, then the age.

    A time of another day has no room beside a whole note: rows without any time would be all alike."""
    words = WORDS if clock <= CLOCK else FEW_WORDS
    return (
        Column(1, gap=1),
        Column(4, right=True, drop=2),
        Column(words, flexible=True, ends=True),
        Column(clock, right=True, drop=1),
        Column(4, drop=3),
        Column(8, right=True, drop=4),
    )


class History(LedRows[Snapshot]):
    """Its cursor goes with the newest snapshot until it is moved, and again from there with Home."""

    newest_first = True

    def action_first(self) -> None:
        """To the first row; where that is the newest by order, the cursor goes with the newest again."""
        super().action_first()
        if self.newest_first:
            self.rejoin()


class SnapshotsPane(FoundPane):
    """A row for each snapshot; the selected one is what a rollback would go to."""

    TITLE, KIND = "Snapshots", "snapshot"

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.rows: History = History(columns(CLOCK), self._cells, lambda one: one.id, empty="Reading …")
        self.finder = Finder(
            self.rows, self._words, failing=lambda one: one.damaged, failures="damaged ones", orders=ORDERS
        )
        self._way_out = ""

    def fill(self) -> None:
        """Shows the history of the view; the way out of a state that can't be read is selected once."""
        empty = NO_WAY_OUT if self.view.state_problem else EMPTY.format(keys_of(self).shown("backup"))
        clock = max((len(self._clock(one)) for one in self.view.snapshots), default=CLOCK)
        way_out, snapshots = self.view.way_out, self.view.snapshots
        newest = snapshots[0].id if snapshots else ""
        self.rows.lead(way_out or newest, aside=self.view.as_of is not None)
        self.finder.set_rows(snapshots, columns(clock), empty)
        if way_out and way_out != self._way_out:
            self.finder.reveal(way_out)
        self._way_out = way_out
        self.recount()

    def recount(self) -> None:
        """How many; the first one is the newest only in the usual order."""
        self.rows.newest_first = not self.finder.order
        self.count(self.finder.counted(self.view.snapshots_kept if self.view.snapshots else ""))

    def _words(self, one: Snapshot) -> str:
        marks = zip(("proven", "pinned", "damaged"), (one.proven, one.pinned, one.damaged), strict=True)
        said = (one.id, one.reason, one.note, one.name, *(word for word, holds in marks if holds))
        return plain(f"{' '.join(said)} {when(one.taken_at, self.now, self.view.zone)}")

    def _cells(self, one: Snapshot) -> Cells:
        reason, note = plain(one.reason), plain(one.note)
        # The note tells one from the other, so the reason is what is cut where both have no room.
        said = ((note, ""), (f"  {reason}", "faint")) if note else text(reason)
        return (
            (looks.of_snapshot(one),),
            text(brief(self.now - one.taken_at)),
            said,
            text(self._clock(one), "faint"),
            text(plain(one.id)[:4], "faint"),
            text(size(one.size_bytes), "faint"),
        )

    def _clock(self, one: Snapshot) -> str:
        return when(one.taken_at, self.now, self.view.zone)

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Deeper into what differs from now."""
        message.stop()
        self.post_message(SnapshotOpened(message.key))
