"""How all roots are, where there are several: a line each, or one line for all."""

from __future__ import annotations

from datetime import timedelta

from textual import events
from textual.reactive import var

from moie_tui.domain.keys import SHIPPED, Keys
from moie_tui.tui.columns import fit, laid_out
from moie_tui.tui.messages import RootWanted
from moie_tui.tui.overview import COLUMNS, Glance, cells
from moie_tui.tui.pieces import Line, Piece, cut, text, width_of
from moie_tui.tui.root_tabs import number_at, tabs
from moie_tui.tui.widgets.ageing import EACH_SECOND, Ageing
from moie_tui.tui.widgets.lines import Lines

ROOMY, TALL, SHARE = 8, 32, 8
"""Rows of a screen below which there is none; above which there is a line each, for so many rows one."""
WIDE = 60
HERE: Piece = ("›", "accent")


class RootBar(Lines, Ageing):
    """Follows `roots`; a click brings one to the front. Takes no room where there is only one."""

    roots: var[tuple[Glance, ...]] = var((), init=False)
    keys: var[Keys] = var(SHIPPED, init=False)

    def on_mount(self) -> None:
        """Not there for one root."""
        self.say()

    def watch_roots(self) -> None:
        """One of them is other than it was."""
        self.say()

    def age(self) -> timedelta:
        """Beats grow older."""
        if self.display:
            self.say()
        return EACH_SECOND

    def on_resize(self) -> None:
        """As much as fits."""
        self.say()

    def on_click(self, event: events.Click) -> None:
        """To the root that was hit."""
        number = event.y if self._lists else number_at(tabs(self.roots, self.now, self._room), event.x)
        if 0 < number <= len(self.roots):
            self.post_message(RootWanted(number))

    @property
    def _lists(self) -> bool:
        """Whether there is room for a line each."""
        width, height = self.screen.size
        return width >= WIDE and height >= TALL and len(self.roots) <= height // SHARE

    @property
    def _room(self) -> int:
        return max(1, self.screen.size.width - 1)

    def say(self) -> None:
        """Says all of it again."""
        self.display = len(self.roots) > 1 and self.screen.size.height >= ROOMY
        if self.display:
            lines = self._list() if self._lists else [self._line()]
            self.styles.height = len(lines)
            self.set_lines(lines)

    def _list(self) -> list[Line]:
        widths = fit(COLUMNS, self._room - 1)
        names = laid_out([text(one.name, "faint") for one in COLUMNS], COLUMNS, widths)
        return [self._with_keys(_ended(((" ", ""), *names)), cover=True)] + [
            (HERE if one.front else (" ", ""), *laid_out(cells(one, self.now), COLUMNS, widths))
            for one in self.roots
        ]

    def _line(self) -> Line:
        pieces: list[Piece] = []
        for one, tab in zip(self.roots, tabs(self.roots, self.now, self._room), strict=True):
            pieces += [(" │" if pieces else "", "faint"), HERE if one.front else (" ", ""), *tab]
        return self._with_keys(cut(tuple(pieces), self._room))

    def _with_keys(self, line: Line, *, cover: bool = False) -> Line:
        """The keys to go to another one at the right, as far as there is room; `cover` puts them over it."""
        shown = self.keys.shown
        way: Line = ((shown("next-root"), "accent"), (" next", "faint"))
        every: Line = ((shown("roots"), "accent"), (" all", "faint"))
        for hint in ((*way, ("  ", ""), *every), every):
            kept = min(width_of(line), self._room - width_of(hint) - 2) if cover else width_of(line)
            gap = self._room - kept - width_of(hint)
            if gap > 1:
                return (*cut(line, kept), (" " * gap, ""), *hint)
        return line


def _ended(line: Line) -> Line:
    """The line without the air at its end, which would be cut like words."""
    pieces = list(line)
    while pieces and not pieces[-1][0].strip():
        pieces.pop()
    return (*pieces[:-1], (pieces[-1][0].rstrip(), pieces[-1][1])) if pieces else ()
