"""Deeper into a job: what it is, how it fares, its runs and failures, and why the selected one failed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Container, VerticalScroll
from textual.events import Resize
from textual.reactive import var
from textual.widget import Widget

from moie_tui.domain.review import Review, review_of
from moie_tui.domain.rules import command_behind
from moie_tui.domain.state import CYCLIC
from moie_tui.tui.evidence import Evidence
from moie_tui.tui.keymap import bound
from moie_tui.tui.messages import EVENTS_OF, EXPORT, GoTo, MatterWanted, RunOpened
from moie_tui.tui.pieces import Line
from moie_tui.tui.screens.job_sheet import JobSheet
from moie_tui.tui.screens.job_text import NEVER_RAN, empty_words, job_rows, plot_of, sheet_hints
from moie_tui.tui.screens.review_rows import alive_rows, brief_rows, review_rows
from moie_tui.tui.screens.run_list import (
    KIND_COLUMNS,
    Entry,
    cells,
    chosen,
    has_codes,
    kind_entries,
    run_columns,
    run_entries,
)
from moie_tui.tui.source import Source
from moie_tui.tui.widgets.filter_line import FilterLine
from moie_tui.tui.widgets.hanging_text import HangingText
from moie_tui.tui.widgets.rows import Rows
from moie_tui.tui.widgets.run_plot import RunPlot
from moie_tui.values import replace

if TYPE_CHECKING:
    from moie_tui.tui.matter import Matter

PAUSE = 0.15
"""Seconds the cursor rests on a failure before anything is looked up for it."""
SHORT, WIDE, HUGE = 32, 100, 170


class ExecutionsScreen(JobSheet):
    """One job by its id; what it shows follows `view`, `now` and `judgement`."""

    BINDINGS = [
        bound("failures", "failures", "failures only"),
        bound("sort", "kinds", "failures by kind, or all runs"),
        bound("filter", "filter", "filter the list"),
        bound("events-of", "events", "its events"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-short"), (SHORT, "-tall")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide"), (HUGE, "-huge")]
    AUTO_FOCUS = "Rows"

    failures_only: var[bool] = var(False, init=False)
    by_kind: var[bool] = var(False, init=False)

    def __init__(self, key: str, source: Source) -> None:
        super().__init__(key, source, Evidence(source))
        self._sought: Review | None = None
        self._seeking = False
        self._wanted, self._codes = "", False
        self._rows: Rows[Entry] = Rows(KIND_COLUMNS, self._cells, lambda one: one.key, empty=NEVER_RAN)

    def parts(self) -> Iterable[Widget]:
        """Facts, the runs as a plot, the list, the selected run."""
        yield HangingText(id="facts")
        yield RunPlot(id="plot")
        with Container(id="below"):
            yield self._rows
            with VerticalScroll(id="evidence", can_focus=False):
                yield HangingText(id="selected")

    def above_keys(self) -> Iterable[Widget]:
        """Where a filter is typed."""
        yield FilterLine(id="filter")

    def on_mount(self) -> None:
        """Shows what is known now."""
        self.watch_view()

    def watch_failures_only(self) -> None:
        """Other rows."""
        self.show()

    def watch_by_kind(self) -> None:
        """Other rows of another kind."""
        self.show()

    def on_resize(self, event: Resize) -> None:
        """Facts are said in fewer words where there is less room."""
        self.show()

    def show(self) -> None:
        """Writes everything anew; the list keeps its cursor by key."""
        if not self.ready or not self.query("#facts"):  # widgets leave one by one when it closes
            return
        kept, zone = self.others(), self.view.zone
        rows = kind_entries(kept) if self.by_kind else run_entries(kept, self.alive)
        shown = chosen(rows, self._wanted, failures_only=self.failures_only)
        self._rows.empty = empty_words(len(kept), len(rows), self._wanted)
        self._rows.display = bool(rows) or self.subject is None or self.subject.status == CYCLIC
        self.set_class(not self._rows.display, "-facts-only")
        self.set_class(not kept, "-no-runs")
        self._codes = has_codes(shown)
        self._rows.set_rows(shown, KIND_COLUMNS if self.by_kind else run_columns(shown, self.now, zone))
        short = self.size.height < SHORT
        facts = job_rows(
            self.subject, self.judged, self.figures, self.now, zone, short=short, proof=self.proof
        )
        self.query_one("#facts", HangingText).show(facts)
        self._show_selected()
        self.hints = sheet_hints(bool(kept), self.failures_only, self.by_kind, self.size.width < WIDE)
        self.relabel()

    def _cells(self, one: Entry) -> tuple[Line, ...]:
        return cells(one, self.now, self.view.zone, codes=self._codes)

    def reviewed(self) -> Review | None:
        """The selected run, with the evidence that is there."""
        bare = self._bare()
        return self.evidence.filled(bare, self.view)[0] if bare else None

    def _bare(self) -> Review | None:
        item = self._rows.item
        if item is None or item.execution is None:
            return None
        job = self.subject
        command = command_behind(job, self.view.settings.job(self.job), item.execution)
        return review_of(self.job, job.task if job else "", command, self.others(), item.execution)

    def run_id(self) -> str:
        """Also that of a run that lives."""
        return self._rows.item.run_id if self._rows.item else ""

    @on(Rows.Highlighted)
    def _show_selected(self) -> None:
        item, bare = self._rows.item, self._bare()
        rows = alive_rows(item.alive, self.now) if item and item.alive else []
        if bare is not None:
            review, loading = self.evidence.filled(bare, self.view)
            whole = self.size.width >= HUGE
            rows = (
                review_rows(review, self.view.zone, loading)
                if whole
                else brief_rows(review, self.now, loading)
            )
            self._sought = bare if loading else None
            if loading and not self._seeking:
                self._seeking = True
                self.run_worker(self._seek(), group="evidence")
        self.say(rows)
        self.query_one(RunPlot).show(plot_of(self.others(), bare.run if bare else None, self.figures))

    async def _seek(self) -> None:
        """Looks up what the selected run needs, one at a time and only where the cursor rests."""
        try:
            while (bare := self._sought) is not None and self.ready:
                await asyncio.sleep(PAUSE)
                if bare == self._sought:
                    await self.evidence.look_up(bare, self.view)
                    self._sought = None
                    self.show()
        finally:
            self._seeking = False

    @on(Rows.Chosen)
    def action_open(self) -> None:
        """Deeper into the selected one."""
        bare = self._bare()
        if bare is not None:
            self.post_message(RunOpened(bare, self.others(), self.evidence))
        else:
            self.action_output()

    @on(FilterLine.Changed)
    def _filter(self, message: FilterLine.Changed) -> None:
        self._wanted = message.text
        self.show()

    @on(FilterLine.Left)
    def _back_to_the_list(self) -> None:
        self._rows.focus()

    def matter(self) -> Matter:
        """The runs, or the failures by kind."""
        return self._rows.matter(f"{self.head()} · runs", self.job)

    def action_export(self) -> None:
        """The list, or the selected run with its evidence."""
        self.run_worker(self._hand_out(), group="export")

    async def _hand_out(self) -> None:
        from moie_tui.tui.matter import ready

        review, matter = self.reviewed(), self.matter()
        if review is not None:
            one = ready("the selected run", await self.written(review), "md", self.stem_of(review))
            matter = replace(matter, more=(one,))
        self.post_message(MatterWanted(matter, EXPORT))

    def action_failures(self) -> None:
        """Only the failed runs, or all again."""
        self.failures_only = not self.failures_only

    def action_kinds(self) -> None:
        """The failures by kind, or the runs again."""
        self.by_kind = not self.by_kind

    def action_events(self) -> None:
        """To what the log tells of it."""
        self.leave_for(GoTo(EVENTS_OF, self.job))

    async def action_filter(self) -> None:
        """Lets a filter be typed, where there is something to filter."""
        if self.others():
            await self.query_one(FilterLine).begin()

    def action_leave(self) -> None:
        """A filter goes first, then the sheet."""
        if self._wanted:
            self.query_one(FilterLine).action_clear()
        else:
            super().action_leave()
