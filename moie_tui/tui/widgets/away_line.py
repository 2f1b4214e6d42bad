"""The line that says what happened while the operator was away; takes no room when there is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import var

from moie_tui.domain.event import CRITICAL, ERROR, WARNING
from moie_tui.domain.health import ago
from moie_tui.domain.keys import SHIPPED, Keys
from moie_tui.domain.text import plain
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui import glyphs
from moie_tui.tui.messages import DigestOpened
from moie_tui.tui.pieces import Line, Piece, cut, width_of
from moie_tui.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from moie_tui.domain.digest import Digest

LOOKS: dict[str, Piece] = {
    CRITICAL: (glyphs.FAILED, "failed"),
    ERROR: (glyphs.FAILED, "failed"),
    WARNING: (glyphs.LATE, "late"),
}
ROOMY = 14
"""Rows below which the panes need this one more."""
FINE: Piece = (glyphs.OK, "ok")


class AwayLine(Lines):
    """Follows `digest`; not there in the past, whose news are others."""

    digest: var[Digest | None] = var(None, init=False)
    view: var[SystemView] = var(NO_VIEW, init=False)
    keys: var[Keys] = var(SHIPPED, init=False)

    def on_mount(self) -> None:
        """Not there until somebody comes back."""
        self.say()

    def watch_digest(self) -> None:
        """Something happened, or it was read."""
        self.say()

    def watch_view(self) -> None:
        """The past has no news."""
        if self.digest is not None:
            self.say()

    def watch_keys(self) -> None:
        """Another key shows it."""
        self.say()

    def on_resize(self) -> None:
        """As much as fits."""
        self.say()

    def on_click(self) -> None:
        """Shows all of it."""
        self.post_message(DigestOpened())

    def say(self) -> None:
        """The line, whole or short."""
        found = self.digest if self.view.as_of is None else None
        self.display = found is not None and self.screen.size.height >= ROOMY
        if found is not None and self.display:
            self.set_lines([away_line(found, self.screen.size.width, self.keys.shown("news"))])


def away_line(found: Digest, width: int, key: str) -> Line:
    """What happened at the left, the key at the right."""
    looks = LOOKS.get(found.worst, FINE)
    span = ago(found.until - found.since)
    hint: Line = ((f"{key} ", "accent"), ("shows it ", "faint")) if found.items else ()
    room = max(0, width - width_of(hint) - 2)
    for opening in (f"while you were away ({span}): ", f"away {span}: "):
        line: Line = ((" ", ""), looks, (f" {opening}", "faint"), (plain(found.line), ""))
        if width_of(line) <= room:
            break
    line = cut(line, room)
    return (*line, (" " * max(0, width - width_of(line) - width_of(hint)), ""), *hint)
