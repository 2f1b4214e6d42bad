"""The output of a run held against that of an older one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

from textual.widget import Widget

from moie_tui.domain.errors import MoieError
from moie_tui.domain.output_diff import GONE, MOST_LINES, NEW, PLACE, SAME, DiffLine, output_diff
from moie_tui.domain.output_lines import lines_in
from moie_tui.domain.text import plain
from moie_tui.tui.glyphs import FAILED
from moie_tui.tui.keymap import bound
from moie_tui.tui.pieces import Line, text
from moie_tui.tui.screens.sheet import Sheet
from moie_tui.tui.source import Source
from moie_tui.tui.widgets.text_lines import TextLines

_TONES = {SAME: "faint", GONE: "failed", NEW: "ok", PLACE: "accent"}
ALIKE = "They are the same."
ALIKE_BUT = "They are the same but for numbers, ids and places."


class OutputCompare(Sheet[None]):
    """`older` names what it can be held against, by run id; `d` takes the next of them."""

    BINDINGS = [
        bound("diff", "next", "compare with the other run"),
        bound("sort", "fold", "let numbers count, or not"),
    ]
    AUTO_FOCUS = "TextLines"

    def __init__(self, job: str, run_id: str, older: Mapping[str, str], source: Source) -> None:
        super().__init__()
        self._job, self._run_id, self._source = job, run_id, source
        self._older, self._at, self._folded = list(older.items()), 0, True
        self._said = "comparing…"
        self._text = TextLines(id="compared")

    def head(self) -> str:
        """What is held against what."""
        return f"Job {self._job} · output compared with {self._older[self._at][0]}"

    def tail(self) -> str:
        """How much differs."""
        return self._said

    def parts(self) -> Iterable[Widget]:
        """The lines."""
        yield self._text

    def on_mount(self) -> None:
        """Compares."""
        self._label()
        self.run_worker(self._compare(self._at, self._folded), group="compare")

    async def _compare(self, at: int, folded: bool) -> None:
        older = self._older[at][1]
        try:
            found, cut = await asyncio.to_thread(self._differing, older, folded)
        except MoieError as error:
            said, lines = "", [text(f"{FAILED} {plain(error.line())}", "failed")]
        else:
            gone, new = (sum(one.mark == mark for one in found) for mark in (GONE, NEW))
            said = f"{gone} line{'s' * (gone != 1)} gone, {new} new"
            said += " · numbers, ids and places left aside" if folded else ""
            said += f" · of each the last {MOST_LINES} lines" if cut else ""
            lines = [line_of(one) for one in found]
            lines = lines or [text(ALIKE_BUT if folded else ALIKE, "ok")]
        if self.ready and (at, folded) == (self._at, self._folded):
            self._said = said
            self._text.set_lines(lines)
            self._text.action_first()
            self._label()

    def _differing(self, older: str, folded: bool) -> tuple[tuple[DiffLine, ...], bool]:
        before, now = (lines_in(self._source.run_log(self._job, run, 0)[0]) for run in (older, self._run_id))
        return output_diff(before, now, folded=folded), max(len(before), len(now)) > MOST_LINES

    def action_next(self) -> None:
        """Against the other run."""
        self._at = (self._at + 1) % len(self._older)
        self.on_mount()

    def action_fold(self) -> None:
        """Whether lines that differ in numbers alone count as the same."""
        self._folded = not self._folded
        self.on_mount()

    def _label(self) -> None:
        other = self._older[(self._at + 1) % len(self._older)][0]
        self.hints = (
            *((("diff", f"with {other}", "screen.next"),) if len(self._older) > 1 else ()),
            ("sort", "numbers count" if self._folded else "ignore numbers", "screen.fold"),
            ("esc", "back", "screen.leave"),
        )
        self.relabel()


def line_of(one: DiffLine) -> Line:
    """One line with its mark."""
    return text(f"{one.mark} {one.text}" if one.mark != PLACE else one.text, _TONES[one.mark])
