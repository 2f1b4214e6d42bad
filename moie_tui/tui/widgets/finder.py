"""A list that can be filtered, searched and put into another order, the same way wherever there is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from moie_tui.domain.filters import matches
from moie_tui.domain.text import plain
from moie_tui.tui import keymap
from moie_tui.tui.columns import Column
from moie_tui.tui.narrowing import Narrowing, Order, said
from moie_tui.tui.widgets.lines import Lines
from moie_tui.tui.widgets.rows import Rows
from moie_tui.values import replace

if TYPE_CHECKING:
    from moie_tui.tui.widgets.filter_line import FilterLine

T = TypeVar("T")
NONE_FITS = "No row fits. Esc shows all again."
NOTHING_SOUGHT = "Nothing to find again yet: {} looks for words first."
NOT_FOUND = "No row here has “{}”."


class Finder(Vertical, Generic[T]):
    """Keeps all items and shows those wanted; the last words looked for are found again among all.

    `failing` says which are failures, named `failures`; without it there is no such key."""

    BINDINGS = keymap.FINDING

    class Changed(Message):
        """Other items are wanted, or in another order."""

    def __init__(
        self,
        rows: Rows[T],
        words: Callable[[T], str],
        *,
        failing: Callable[[T], bool] | None = None,
        failures: str = "failures",
        orders: Sequence[Order[T]] = (),
        id: str | None = None,
    ) -> None:
        super().__init__(id=id, classes="finder")
        self.rows = rows
        self.wanted = Narrowing()
        self._words, self._failing, self._failures, self.orders = words, failing, failures, orders
        self._sought = ""
        self._all: Sequence[T] = ()
        self._columns: Sequence[Column] | None = None
        self._invitation = rows.empty

    def compose(self) -> ComposeResult:
        """The list; above it what is left out and below it where words are typed, when there is something."""
        yield self.rows

    @property
    def order(self) -> str:
        """The name of an order that is not the usual one, else ""."""
        return self.orders[self.wanted.order].name if self.wanted.order else ""

    def counted(self, words: str) -> str:
        """The same words of how many there are, with how many of them are shown and how."""
        count = len(self._all)
        found = f"{len(self.rows.standing[0])} of {count} found" if self.wanted and count else words
        return " · ".join(part for part in (found, self.order) if part)

    def set_rows(self, items: Sequence[T], columns: Sequence[Column] | None = None, empty: str = "") -> None:
        """These are all there are from now on; `empty` is said where there is none."""
        self._all, self._columns = items, columns
        self._invitation = empty or self._invitation
        self._list()

    def wants(self, item: T) -> bool:
        """Whether it is one of those to be shown."""
        return self.wanted.takes(self._words(item), self._failing is None or self._failing(item))

    def chosen(self, items: Sequence[T]) -> Sequence[T]:
        """Of all there are, those to be shown, in their order."""
        wanted = [one for one in items if self.wants(one)] if self.wanted else items
        return self.wanted.ordered(wanted, self.orders)

    def reveal(self, key: str) -> None:
        """The cursor to that row, also where it was left out."""
        self.rows.select(key)
        if self.wanted and self.rows.key != key:
            self.action_show_all()
            self.rows.select(key)

    def _list(self) -> None:
        self.rows.empty = NONE_FITS if self.wanted and self._all else self._invitation
        self.rows.set_rows(self.chosen(self._all), self._columns)
        self._say()

    def _say(self) -> None:
        self.set_class(bool(self.wanted), "-narrowed")
        if self.wanted:
            Lines.above(self.rows).set_lines([said(self.wanted, self._failures, self.size.width)])

    def _want(self, wanted: Narrowing) -> None:
        self.wanted = wanted
        self._sought, before = wanted.text or self._sought, self.rows.key
        self._list()
        # The row that was looked for stays the one chosen when all are listed again.
        self.rows.moved = self.rows.moved or bool(before and self.rows.key not in ("", before))
        self.post_message(self.Changed())

    def on_resize(self) -> None:
        """More or less of what is left out can be said."""
        self._say()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key only for what there is; Esc means the filter while there is one."""
        offered = {
            "show_all": bool(self.wanted),
            "failures": self._failing is not None,
            "order": len(self.orders) > 1,
        }
        return offered.get(action, True)

    async def action_filter(self) -> None:
        """Lets words be typed."""
        from moie_tui.tui.widgets.filter_line import FilterLine

        await (await FilterLine.of(self)).begin()

    def action_failures(self) -> None:
        """Only those, or all again."""
        self._want(replace(self.wanted, failures=not self.wanted.failures))

    def action_order(self) -> None:
        """The next order, round and round."""
        self._want(replace(self.wanted, order=(self.wanted.order + 1) % len(self.orders)))

    def action_show_all(self) -> None:
        """Nothing left out any more."""
        from moie_tui.tui.widgets.filter_line import FilterLine

        for line in self.query(FilterLine):
            line.action_clear()
        self._want(self.wanted.everything())

    def action_match(self, step: int) -> None:
        """To the next row with the words looked for last, or the one before, round and round."""
        if not self._sought:
            slash = keymap.keys_of(self).shown("filter")
            self.notify(NOTHING_SOUGHT.format(slash), markup=False)
            return
        items, at = self.rows.standing
        for away in range(1, len(items) + 1):
            there = (at + step * away) % len(items)
            if matches(self._sought, self._words(items[there])):
                self.rows.action_move(there - at)
                return
        self.notify(NOT_FOUND.format(plain(self._sought)), markup=False)

    def on_filter_line_changed(self, message: FilterLine.Changed) -> None:
        """Lists what is wanted by what was typed so far."""
        message.stop()
        if message.text != self.wanted.text:
            self._want(replace(self.wanted, text=message.text))

    def on_filter_line_left(self, message: FilterLine.Left) -> None:
        """Back to the list."""
        message.stop()
        self.rows.focus()
