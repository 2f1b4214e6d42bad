"""The band that says which moment is shown, and what it rests on; takes no room when that is now."""

from __future__ import annotations

from datetime import datetime, timedelta

from textual.reactive import var

from moie_tui.domain.keys import SHIPPED, Keys
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui import glyphs
from moie_tui.tui.clocks import PRESENT
from moie_tui.tui.keymap import TO_LIVE
from moie_tui.tui.messages import TimeRequested
from moie_tui.tui.past_words import AS_OF, basis_words, gap_words, moment_words
from moie_tui.tui.pieces import Line, cut, text, width_of
from moie_tui.tui.times import at
from moie_tui.tui.widgets.ageing import EACH_SECOND, Ageing
from moie_tui.tui.widgets.lines import Lines

GAPS, LOW = 3, 20
"""So many gaps are told, one in a terminal that has not so many rows."""


class TimeBand(Lines, Ageing):
    """Its clock is that of the present, so that one sees how long ago it was; `marked` is what `d` compares
    with."""

    CLOCK = PRESENT
    view: var[SystemView] = var(NO_VIEW, init=False)
    marked: var[datetime | None] = var(None, init=False)
    narrowed: var[bool] = var(False, init=False)
    keys: var[Keys] = var(SHIPPED, init=False)

    def on_mount(self) -> None:
        """Not there until time is gone through."""
        self.say()

    def watch_view(self) -> None:
        """Another moment."""
        self.say()

    def age(self) -> timedelta:
        """A second has passed."""
        if self.display:
            self.say()
        return EACH_SECOND

    def watch_marked(self) -> None:
        """A moment was marked, or forgotten."""
        self.say()

    def watch_keys(self) -> None:
        """Other keys."""
        self.say()

    def watch_narrowed(self) -> None:
        """Esc means something nearer, or no more."""
        self.say()

    def on_resize(self) -> None:
        """As much as fits."""
        self.say()

    def on_click(self) -> None:
        """Back to now."""
        if self.view.as_of is not None:
            self.post_message(TimeRequested("now"))

    def say(self) -> None:
        """Says everything again, in as many rows as it takes."""
        lines = self._lines_at(max(1, self.screen.size.width))
        self.display = bool(lines)
        self.set_class(self.view.as_of is not None, "-past")
        self.styles.height = max(1, len(lines))
        self.set_lines(lines)

    def _lines_at(self, width: int) -> list[Line]:
        past, zone = self.view.as_of, self.view.zone
        if past is None:
            return [self._marked_line(width)] if self.marked is not None else []
        long, short = basis_words(past, zone)
        when = moment_words(past, self.now, zone)
        marked = self._marked_words()
        forms = (
            (AS_OF, when, long, marked), (AS_OF, when, short, marked), (AS_OF, when, short, ""),
            (AS_OF, when, "", ""), (AS_OF, when.partition(" · ")[0], "", ""),
        )  # fmt: skip
        key, words = TO_LIVE[self.narrowed]
        leave = f"{self.keys.shown(key)} {words}"
        room = width - width_of(text(leave)) - 3
        fitting = (_joined(form) for form in forms)
        line = next((one for one in fitting if width_of(one) <= room), cut(_joined(forms[-1]), max(1, room)))
        gap = " " * max(1, width - 1 - width_of(text(leave)) - width_of(line))
        first: Line = (*line, (gap, ""), (leave, "")) if room > 0 else line
        gaps = list(gap_words(past, zone))[: 1 if self.screen.size.height < LOW else GAPS]
        return [first, *(text(f"   {one}") for one in gaps)]

    def _marked_words(self) -> str:
        past = self.view.as_of
        if self.marked is None or past is None:
            return ""
        if self.marked == past.at:
            return f"{glyphs.PINNED} marked"
        marked = at(self.marked, past.at, self.view.zone)
        return f"{glyphs.PINNED} {self.keys.shown('diff')} compares with {marked}"

    def _marked_line(self, width: int) -> Line:
        assert self.marked is not None
        when = at(self.marked, self.now, self.view.zone)
        words = f" {glyphs.PINNED} {when} is marked · {self.keys.shown('diff')} compares it with now"
        return cut(text(f"{words} · {self.keys.shown('mark-moment')} forgets it"), width)


def _joined(parts: tuple[str, ...]) -> Line:
    head, when, *rest = parts
    return text(f" {head} {when}" + "".join(f"   {part}" for part in rest if part))
