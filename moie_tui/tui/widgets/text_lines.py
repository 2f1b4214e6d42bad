"""Many lines of text to scroll through, which may grow while they are read."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from moie_tui.tui.keymap import bound
from moie_tui.tui.pieces import Line, width_of, words_of
from moie_tui.tui.tones import strip_of

MOST = 50_000
"""How many lines are held; the oldest go first."""
_STEP = 8


class TextLines(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows lines of pieces, cut at the edge; arrows move to the rest of long ones.

    At its end it follows what comes; scrolling up stops that, and the end takes it up again."""

    BINDINGS = [
        bound("up", "by(-1)"),
        bound("down", "by(1)"),
        bound("page-up", "page(-1)"),
        bound("page-down", "page(1)"),
        bound("first", "first", "First line"),
        bound("last", "last", "Last line"),
        bound("left", "sideways(-1)", "To the left"),
        bound("right", "sideways(1)", "To the rest of long lines"),
    ]

    def __init__(self, *, follow: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self.follow = follow
        """Whether the newest line is kept in sight."""
        self._lines: list[Line] = []
        self._open = 0
        self._widest = 0

    @property
    def count(self) -> int:
        """How many lines are held."""
        return len(self._lines)

    def plain_lines(self) -> list[str]:
        """Every line that is held, without its tones."""
        return [words_of(line).rstrip() for line in self._lines]

    def set_lines(self, lines: Sequence[Line]) -> None:
        """These lines in place of all others."""
        self._lines, self._open, self._widest = [], 0, 0
        self.extend(lines)
        self.refresh()

    def extend(self, lines: Sequence[Line], unfinished: Line = ()) -> None:
        """More lines at the end; `unfinished` is shown last until the next call."""
        del self._lines[len(self._lines) - self._open :]
        fresh = [*lines, unfinished] if unfinished else list(lines)
        self._open = bool(unfinished)
        self._lines += fresh
        dropped = max(0, len(self._lines) - MOST)
        del self._lines[:dropped]
        self._widest = max(self._widest, *(width_of(line) for line in fresh), 0)
        self.virtual_size = Size(self._widest + 2, len(self._lines))
        if self.follow:
            self._to(len(self._lines))
        elif dropped:
            self._to(round(self.scroll_y) - dropped)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        at, left = y + round(self.scroll_y), round(self.scroll_x)
        line = self._lines[at] if at < len(self._lines) else ()
        return strip_of(self, _shifted(line, left), self.size.width, self.visual_style.rich_style)

    def _to(self, top: int) -> None:
        self.scroll_to(y=max(0, top), animate=False, force=True)

    def _moved(self, top: int) -> None:
        last = max(0, len(self._lines) - self.size.height)
        self._to(min(top, last))
        self.follow = top >= last

    def action_by(self, step: int) -> None:
        """So many lines down."""
        self._moved(round(self.scroll_y) + step)

    def action_page(self, step: int) -> None:
        """So many screenfuls down."""
        self._moved(round(self.scroll_y) + step * max(1, self.size.height - 1))

    def action_first(self) -> None:
        """To the first line."""
        self._moved(0)

    def action_last(self) -> None:
        """To the last line, and with those that come."""
        self._moved(len(self._lines))

    def action_sideways(self, step: int) -> None:
        """A few cells to the right."""
        self.scroll_to(x=max(0, round(self.scroll_x) + step * _STEP), animate=False, force=True)


def _shifted(line: Line, left: int) -> Line:
    """The line without its first `left` cells."""
    pieces = []
    for words, tone in line:
        while left > 0 and words:
            left -= cell_len(words[0])
            words = words[1:]
        pieces.append((words, tone))
    return tuple(pieces)
