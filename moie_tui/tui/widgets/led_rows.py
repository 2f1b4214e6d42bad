"""A list whose cursor goes with one row, until the operator moves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from moie_tui.tui.columns import Column
from moie_tui.tui.widgets.rows import Rows

T = TypeVar("T")


class LedRows(Rows[T]):
    """Its cursor is on the row of the `lead`; once the operator moved it, it belongs to a key as always."""

    _lead = ""
    _back = ""
    _put_by: tuple[bool, str] | None = None

    def lead(self, key: str, *, aside: bool = False) -> None:
        """The row to go with from the next `set_rows` on.

        What happens to the cursor while `aside`, in the past, is forgotten after it."""
        if aside and self._put_by is None:
            self._put_by = (self.moved, self.key)
        elif not aside and self._put_by is not None:
            self.moved, before = self._put_by
            self._back, self._put_by = before if self.moved else "", None
        self._lead = key

    def rejoin(self) -> None:
        """From now on it goes with the lead again, if it is there."""
        self.moved = self.moved and self.key != self._lead

    def set_rows(self, items: Sequence[T], columns: Sequence[Column] | None = None) -> None:
        """Shows these items; a wheel that left the cursor behind keeps its place too."""
        top = round(self.scroll_y)
        held = "" if self.moved or top <= self._at < top + self._body else next(iter(self._keys[top:]), "")
        super().set_rows(items, columns)
        if held in self._index and self.size.height:
            self._scroll(self._index[held])

    def _place(self, index: Mapping[str, int]) -> int:
        goal, self._back = self._back, ""
        if not self._keys and not goal:
            self.moved = False
        if not self.moved:
            goal = self._lead
        return index[goal] if goal in index else super()._place(index)

    def _go(self, at: int) -> None:
        was = self._at
        super()._go(at)
        self.moved = self.moved or self._at != was

    def select(self, key: str) -> None:
        """Puts the cursor on the row of that key; the operator did not."""
        moved = self.moved
        super().select(key)
        self.moved = moved
