"""Deeper into a job: what it is, how it fares, and each of its executions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from textual import on
from textual.binding import Binding
from textual.reactive import var
from textual.widget import Widget

from moie_tui.domain.attempts import attempts
from moie_tui.domain.executions import Execution, JobHealth
from moie_tui.domain.judge import Judgement
from moie_tui.domain.state import CYCLIC, Job
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui.screens.job_text import columns, execution_cells, execution_rows, job_rows, keyed
from moie_tui.tui.screens.sheet import KeyHint, Sheet
from moie_tui.tui.widgets.hanging_text import HangingText
from moie_tui.tui.widgets.rows import Rows

Keyed = tuple[str, Execution]


class ExecutionsScreen(Sheet[None]):
    """One job by its id; what it shows follows `view`, `now` and `judgement`."""

    BINDINGS = [Binding("f", "failures", "failures only")]
    AUTO_FOCUS = "Rows"

    view: var[SystemView] = var(NO_VIEW, init=False)
    now: var[datetime] = var(NO_VIEW.read_at, init=False)
    judgement: var[Judgement | None] = var(None, init=False)
    failures_only: var[bool] = var(False, init=False)

    def __init__(self, key: str) -> None:
        super().__init__()
        self._key = key
        self._rows: Rows[Keyed] = Rows(
            columns((), NO_VIEW.read_at, None),
            lambda item: execution_cells(item[1], self.now, self.view.zone),
            lambda item: item[0],
            empty="No run of this job was recorded yet.",
        )

    @property
    def _job(self) -> Job | None:
        return self.view.state.job(self._key) if self.view.state else None

    @property
    def _health(self) -> JobHealth:
        return self.view.health.get(self._key) or JobHealth()

    @property
    def _runs(self) -> tuple[Execution, ...]:
        """What the health document keeps, or for a job of a phase the tries to prove it."""
        return self._health.executions or attempts(self.view.events, self._key)

    def head(self) -> str:
        """Which job this is."""
        return f"Job {self._key} · {self._job.task}" if self._job else f"Job {self._key}"

    def tail(self) -> str:
        """How many executions are listed, of how many."""
        kept = self._runs
        failed = sum(not one.good for one in kept)
        return f"{failed} failed of the {len(kept)} kept" if kept else ""

    def parts(self) -> Iterable[Widget]:
        """Facts, the list, the selected execution."""
        yield HangingText(id="facts")
        yield self._rows
        yield HangingText(id="selected")

    def on_mount(self) -> None:
        """Shows what is known now."""
        self.show()

    def watch_view(self) -> None:
        """Other facts."""
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

    def show(self) -> None:
        """Writes everything anew; the list keeps its cursor by key."""
        if not self.ready:
            return
        kept = self._runs
        items = [one for one in keyed(kept) if not (self.failures_only and one[1].good)]
        self._rows.empty = "None of its runs failed." if kept else "No run of this job was recorded yet."
        self._rows.display = bool(kept) or self._job is None or self._job.status == CYCLIC
        self.set_class(not self._rows.display, "-facts-only")
        self._rows.set_rows(items, columns(kept, self.now, self.view.zone))
        judged = (
            next((one for one in self.judgement.jobs if one.key == self._key), None)
            if self.judgement
            else None
        )
        self.query_one("#facts", HangingText).show(job_rows(self._job, judged, self.now, self.view.zone))
        self._show_selected()
        everything: KeyHint = ("f", "all runs" if self.failures_only else "failures only", "screen.failures")
        self.hints = (*((everything,) if kept else ()), ("esc", "back", "screen.leave"))
        self.relabel()

    @on(Rows.Highlighted)
    def _show_selected(self) -> None:
        item = self._rows.item
        self.query_one("#selected", HangingText).show(execution_rows(item[1] if item else None, self.now))

    def action_failures(self) -> None:
        """Only the failed runs, or all again."""
        self.failures_only = not self.failures_only
