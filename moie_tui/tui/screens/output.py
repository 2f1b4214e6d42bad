"""The whole output of a run, followed while it lives."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime

from textual.reactive import var
from textual.widget import Widget

from moie_tui.domain.amounts import counted
from moie_tui.domain.errors import MoieError
from moie_tui.domain.health import ago
from moie_tui.domain.output_lines import OutputLines
from moie_tui.domain.run import Run
from moie_tui.domain.text import plain
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui.glyphs import LATE, RUNNING
from moie_tui.tui.keymap import bound
from moie_tui.tui.pieces import text
from moie_tui.tui.run_end import end_look, end_words
from moie_tui.tui.screens.sheet import Sheet
from moie_tui.tui.source import Source
from moie_tui.tui.widgets.text_lines import TextLines

EVERY = 0.2
"""Seconds between two looks at the log of a run that lives."""


class OutputScreen(Sheet[None]):
    """One run by its id; also one that cron or another terminal started."""

    BINDINGS = [bound("tail", "tail", "follow the end"), bound("output", "leave", "back")]
    AUTO_FOCUS = "TextLines"

    view: var[SystemView] = var(NO_VIEW, init=False)
    now: var[datetime] = var(NO_VIEW.read_at, init=False)

    def __init__(self, job: str, run_id: str, source: Source) -> None:
        super().__init__()
        self._job, self._run_id, self._source = job, run_id, source
        self._reading, self._offset = OutputLines(), 0
        self._over = self._busy = False
        self._problem = self._ended = ""
        self._text = TextLines(id="output")

    @property
    def _alive(self) -> Run | None:
        return next((one for one in self.view.runs if one.id == self._run_id), None)

    def head(self) -> str:
        """Which run, and whether it lives."""
        run = self._alive
        living = f" · {RUNNING} running for {ago(self.now - run.started_at)}" if run else ""
        return f"Output · job {self._job} · run {self._run_id}{living}"

    def tail(self) -> str:
        """How much there is, and what is wrong."""
        if self._problem:
            return f"{LATE} {self._problem}"
        return " · ".join(filter(None, (self._ended, self._amount())))

    def _amount(self) -> str:
        count = self._text.count
        if not count and self._over:
            return "it printed nothing"
        return counted(count, "line")

    def parts(self) -> Iterable[Widget]:
        """The text."""
        yield self._text

    def on_mount(self) -> None:
        """Reads what is there, then looks again and again as long as the run lives."""
        self.set_interval(EVERY, self.look)
        self.look()

    def watch_now(self) -> None:
        """It runs a second longer."""
        self._label()

    def look(self) -> None:
        """Reads on, unless it is being read or over."""
        if not self._busy and not self._over and self.view is not NO_VIEW:
            self._busy = True
            self.run_worker(self._read(), group="output")

    async def _read(self) -> None:
        # Asked before reading: what was written until its end is then read in any case.
        alive, first = self._alive is not None, not self._offset
        try:
            piece, offset = await asyncio.to_thread(
                self._source.run_log, self._job, self._run_id, self._offset
            )
        except MoieError as error:
            self._problem, self._over = plain(error.what), True
        else:
            self._problem = ""
            self._over = not alive and offset == self._offset
            if self._over:
                self._ended = await asyncio.to_thread(self._ending)
            self._offset = offset
            lines = await asyncio.to_thread(self._reading.take, piece)
            self._text.follow = self._text.follow or (alive and first)
            if self.ready and (piece or self._over):
                rest = self._reading.unfinished
                self._text.extend([text(line) for line in lines], text(rest) if rest else ())
        finally:
            self._busy = False
        self._label()

    def _ending(self) -> str:
        """How it ended, "" where that is not kept."""
        runs = self._source.runs(self._job)
        run = next((one for one in runs if one.id == self._run_id and one.ending), None)
        return f"{end_look(run)[0]} {plain(end_words(run))}" if run else ""

    def action_tail(self) -> None:
        """Follows the end, or stays where it is."""
        if self._text.follow:
            self._text.follow = False
        else:
            self._text.action_last()
        self._label()

    def _label(self) -> None:
        following = (("tail", "stop following" if self._text.follow else "follow", "screen.tail"),)
        self.hints = (*(following if self._alive else ()), ("esc", "back", "screen.leave"))
        self.relabel()
