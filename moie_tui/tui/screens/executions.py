"""Deeper into a job: what it is, how it fares, its runs and failures, and why the selected one failed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

from textual import on
from textual.binding import Binding
from textual.containers import Container, VerticalScroll
from textual.events import Resize
from textual.reactive import var
from textual.widget import Widget

from moie_tui.domain.attempts import attempts
from moie_tui.domain.executions import Execution, JobHealth
from moie_tui.domain.judge import JudgedJob, Judgement
from moie_tui.domain.review import Review, review_of
from moie_tui.domain.rules import command_of
from moie_tui.domain.run import Run
from moie_tui.domain.state import CYCLIC, Job
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui.evidence import Evidence
from moie_tui.tui.messages import RunOpened
from moie_tui.tui.pieces import Line
from moie_tui.tui.screens.job_figures import Figures, figures_of
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
from moie_tui.tui.screens.run_sheet import RunSheet
from moie_tui.tui.source import Source
from moie_tui.tui.widgets.filter_line import FilterLine
from moie_tui.tui.widgets.hanging_text import HangingText
from moie_tui.tui.widgets.rows import Rows
from moie_tui.tui.widgets.run_plot import RunPlot

PAUSE = 0.15
"""Seconds the cursor rests on a failure before anything is looked up for it."""
SHORT, WIDE, HUGE = 32, 100, 170


class ExecutionsScreen(RunSheet):
    """One job by its id; what it shows follows `view`, `now` and `judgement`."""

    BINDINGS = [
        Binding("f", "failures", "failures only"),
        Binding("s", "kinds", "failures by kind, or all runs"),
        Binding("slash", "filter", "filter the list"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-short"), (SHORT, "-tall")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide"), (HUGE, "-huge")]
    AUTO_FOCUS = "Rows"

    view: var[SystemView] = var(NO_VIEW, init=False)
    now: var[datetime] = var(NO_VIEW.read_at, init=False)
    judgement: var[Judgement | None] = var(None, init=False)
    failures_only: var[bool] = var(False, init=False)
    by_kind: var[bool] = var(False, init=False)

    def __init__(self, key: str, source: Source) -> None:
        super().__init__(key, source, Evidence(source))
        self._sought: Review | None = None
        self._wanted, self._codes, self._figures = "", False, Figures()
        self._rows: Rows[Entry] = Rows(KIND_COLUMNS, self._cells, lambda one: one.key, empty=NEVER_RAN)

    @property
    def _job(self) -> Job | None:
        return self.view.state.job(self.job) if self.view.state else None

    @property
    def _judged(self) -> JudgedJob | None:
        jobs = self.judgement.jobs if self.judgement else ()
        return next((one for one in jobs if one.key == self.job), None)

    @property
    def _alive(self) -> Sequence[Run]:
        return [one for one in self.view.runs if one.job == self.job]

    def others(self) -> Sequence[Execution]:
        """What the health document keeps, or for a job of a phase the tries to prove it."""
        health = self.view.health.get(self.job) or JobHealth()
        return health.executions or attempts(self.view.events, self.job)

    def facts_of(self) -> SystemView:
        """The newest one."""
        return self.view

    def head(self) -> str:
        """Which job this is."""
        return f"Job {self.job} · {self._job.task}" if self._job else f"Job {self.job}"

    def tail(self) -> str:
        """How many executions are listed, of how many."""
        kept = self.others()
        failed = sum(not one.good for one in kept)
        return f"{failed} failed of the {len(kept)} kept" if kept else ""

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

    def watch_view(self) -> None:
        """Other facts."""
        self._figures = figures_of(self.job, self._job, self.others(), self.view)
        self.show()

    def watch_now(self) -> None:
        """Ages grow."""
        self.show()

    def watch_judgement(self) -> None:
        """Other verdicts."""
        self.show()

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
        if not self.ready:
            return
        kept, zone = self.others(), self.view.zone
        rows = kind_entries(kept) if self.by_kind else run_entries(kept, self._alive)
        shown = chosen(rows, self._wanted, failures_only=self.failures_only)
        self._rows.empty = empty_words(len(kept), len(rows), self._wanted)
        self._rows.display = bool(rows) or self._job is None or self._job.status == CYCLIC
        self.set_class(not self._rows.display, "-facts-only")
        self.set_class(not kept, "-no-runs")
        self._codes = has_codes(shown)
        self._rows.set_rows(shown, KIND_COLUMNS if self.by_kind else run_columns(shown, self.now, zone))
        short = self.size.height < SHORT
        facts = job_rows(self._job, self._judged, self._figures, self.now, zone, short=short)
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
        job = self._job
        command = command_of(job, self.view.settings.job(self.job)) if job else ""
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
            if loading and self._sought != bare:
                self._sought = bare
                self.run_worker(partial(self._look_up, bare), group="evidence", exclusive=True)
        self.query_one("#selected", HangingText).show(rows)
        self.query_one(RunPlot).show(plot_of(self.others(), bare.run if bare else None, self._figures))

    async def _look_up(self, bare: Review) -> None:
        await asyncio.sleep(PAUSE)
        await self.evidence.look_up(bare, self.view)
        self._sought = None
        if self.ready:
            self._show_selected()

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

    def action_failures(self) -> None:
        """Only the failed runs, or all again."""
        self.failures_only = not self.failures_only

    def action_kinds(self) -> None:
        """The failures by kind, or the runs again."""
        self.by_kind = not self.by_kind

    def action_filter(self) -> None:
        """Lets a filter be typed."""
        self.query_one(FilterLine).begin()

    def action_leave(self) -> None:
        """A filter goes first, then the sheet."""
        if self._wanted:
            self.query_one(FilterLine).action_clear()
        else:
            super().action_leave()
