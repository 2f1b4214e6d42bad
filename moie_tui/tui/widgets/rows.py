"""The list of the house: rows known by key, drawn only where they are seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from textual import events
from textual.binding import Binding
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from moie_tui.tui.columns import Column, fit, laid_out
from moie_tui.tui.keymap import bound
from moie_tui.tui.pieces import Line, text, words_of, wrapped
from moie_tui.tui.placing import survivor, top_after, top_for
from moie_tui.tui.tones import strip_of
from moie_tui.tui.widgets.drawn_lines import DrawnLines

if TYPE_CHECKING:
    from moie_tui.tui.matter import Matter
from moie_tui.values import dataclass

T = TypeVar("T")
Cells = tuple[Line, ...]


@dataclass
class RowMessage(Message):
    """Something about the row of that key."""

    rows: Rows[Any]
    key: str

    @property
    def control(self) -> Rows[Any]:
        """The list it happened in."""
        return self.rows


def _words_by(draw: Callable[[T], Cells]) -> Callable[[T], tuple[str, ...]]:
    return lambda item: tuple(map(words_of, draw(item)))


class Rows(DrawnLines, Generic[T], can_focus=True, inherit_bindings=False):
    """Shows items, each as the cells `draw` makes of it; cursor and scroll belong to keys.

    They survive refresh, sort and removal; `moved` says that the operator moved it. `set_rows` gives new
    items; `recheck` redraws the lines whose cells came out differently."""

    COMPONENT_CLASSES = {"rows--cursor", "rows--header"}
    BINDINGS = [
        bound("up", "move(-1)"),
        bound("down", "move(1)"),
        bound("page-up", "page(-1)"),
        bound("page-down", "page(1)", only=("pagedown",)),
        bound("first", "first"),
        bound("last", "last"),
        Binding("enter", "choose", "Open", show=False),
    ]
    dim: reactive[bool] = reactive(False)
    """Whether everything is shown faintly, as something that is no longer so."""

    class Highlighted(RowMessage):
        """Another row is under the cursor; `key` is "" when there is none."""

    class Chosen(RowMessage):
        """Enter or a double click on a row."""

    def __init__(
        self,
        columns: Sequence[Column],
        draw: Callable[[T], Cells],
        key_of: Callable[[T], str],
        *,
        empty: str = "",
        follow: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.empty = empty
        self.follow = follow
        """Whether a cursor on the last row goes on to the rows that come after it."""
        self._columns, self._draw, self._key_of = tuple(columns), draw, key_of
        self._header = int(any(column.name for column in columns))
        self._items: Sequence[T] = ()
        self._keys: list[str] = []
        self._index: dict[str, int] = {}
        self._at, self.moved = 0, False
        self._widths: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """The key of the row under the cursor, "" when there is none."""
        return self._keys[self._at] if self._keys else ""

    @property
    def item(self) -> T | None:
        """The row under the cursor."""
        return self._items[self._at] if self._keys else None

    @property
    def standing(self) -> tuple[Sequence[T], int]:
        """All rows, and which of them is under the cursor."""
        return self._items, self._at

    @property
    def at_end(self) -> bool:
        """Whether the cursor is on the last row."""
        return self._at >= len(self._keys) - 1

    @property
    def _body(self) -> int:
        return max(1, self.scrollable_content_region.height - self._header)

    def set_rows(self, items: Sequence[T], columns: Sequence[Column] | None = None) -> None:
        """Shows these items from now on; cursor and scroll stay with their rows."""
        old_key, was = self.key, self._at
        at_end = self.follow and self.at_end
        keys = [self._key_of(item) for item in items]
        index = {key: at for at, key in reversed(list(enumerate(keys)))}
        self._at = len(keys) - 1 if at_end and keys else self._place(index)
        self._items, self._keys, self._index = items, keys, index
        if columns is not None and tuple(columns) != self._columns:
            self._columns, self._widths = tuple(columns), ()
            self.refresh()
        self.virtual_size = Size(0, len(keys) + self._header)
        if self.is_attached and self.size.height:
            top = top_after(round(self.scroll_y), self._body, was, self._at, len(keys))
            self._scroll(len(keys) if at_end else top)
            self.recheck()
        if self.key != old_key:
            self._tell()

    def _place(self, index: Mapping[str, int]) -> int:
        return survivor(self._keys, self._at, index)

    def matter(self, title: str, job: str = "") -> Matter:
        """All of it with its cursor, to be copied or exported; `job` is whose runs these are."""
        from moie_tui.tui.matter import Matter

        names, at = tuple(one.name for one in self._columns), self._at if self._keys else -1
        return Matter(title, names, tuple(self._items), at, _words_by(self._draw), job)

    def select(self, key: str) -> None:
        """Puts the cursor on the row of that key, if it is there."""
        if key in self._index:
            self._go(self._index[key])

    def _content(self, y: int) -> tuple[object, ...]:
        row = round(self.scroll_y) + y - self._header
        if y < self._header:
            return ("header", *self._columns)
        if not self._keys:
            return ("empty", self.empty, y)
        if row >= len(self._keys):
            return ("blank",)
        return ("row", row == self._at, self._draw(self._items[row]))

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.scrollable_content_region.width
        content = self._shown[y] = self._content(y)
        if not self._widths:
            # The scrollbar takes the blank at the right: no column moves when it comes or goes.
            self._widths = fit(self._columns, self.content_region.width - 2)
        base, dim = self.visual_style.rich_style, self.dim
        if content[0] == "row":
            cells: Cells = content[2]  # type: ignore[assignment]
            line = laid_out(cells, self._columns, self._widths)
            if content[1]:
                base = self.get_component_rich_style("rows--cursor")
        elif content[0] == "header" and self._keys:
            line = laid_out([text(one.name) for one in self._columns], self._columns, self._widths)
            base = self.get_component_rich_style("rows--header")
        else:
            line = self._invitation(y - self._header, width - 2)
        return strip_of(self, (((" "), ""), *line), width, base, dim=dim)

    def _invitation(self, y: int, width: int) -> Line:
        lines = wrapped(self.empty, width, "faint") if not self._keys else ()
        return lines[y] if 0 <= y < len(lines) else ()

    def _go(self, at: int) -> None:
        at = max(0, min(at, len(self._keys) - 1))
        was, self._at = self._at, at
        self._scroll(top_for(at, round(self.scroll_y), self._body))
        top = round(self.scroll_y) - self._header
        self._compare({was - top, at - top})
        if at != was:
            self._tell()

    def _tell(self) -> None:
        # With the widget around it as the sender, whose handler may be at work, it would end there.
        self.post_message(self.Highlighted(self, self.key).set_sender(self))

    def _scroll(self, top: int) -> None:
        if top != round(self.scroll_y):
            self.scroll_to(y=top, animate=False, force=True)

    def on_resize(self, event: events.Resize) -> None:
        """Columns fit the new width; the cursor stays in sight."""
        self._widths, self._shown = (), {}
        if self._keys:
            self._scroll(top_for(self._at, round(self.scroll_y), self._body))
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a double click opens."""
        place = event.get_content_offset(self)
        row = -1 if place is None or place.y < self._header else round(self.scroll_y) + place.y - self._header
        if 0 <= row < len(self._keys):
            self._go(row)
            if event.chain == 2:
                self.action_choose()

    def action_move(self, step: int) -> None:
        """So many rows down."""
        self._go(self._at + step)

    def action_page(self, step: int) -> None:
        """So many screenfuls down."""
        self._go(self._at + step * max(1, self._body - 1))

    def action_first(self) -> None:
        """To the first row."""
        self._go(0)

    def action_last(self) -> None:
        """To the last row."""
        self._go(len(self._keys) - 1)

    def action_choose(self) -> None:
        """Opens the row under the cursor."""
        if self._keys:
            self.post_message(self.Chosen(self, self.key))
