"""Pane two: the cyclic jobs, their verdicts and their last runs."""

from __future__ import annotations

from moie_tui.domain import health
from moie_tui.domain.ids import natural_key
from moie_tui.domain.judge import JudgedJob, Judgement
from moie_tui.domain.text import plain
from moie_tui.tui import glyphs, looks
from moie_tui.tui.columns import Column
from moie_tui.tui.messages import JobOpened
from moie_tui.tui.narrowing import Order
from moie_tui.tui.pieces import Line, text
from moie_tui.tui.sparkline import sparkline
from moie_tui.tui.times import brief, duration, percent
from moie_tui.tui.widgets.finder import Finder
from moie_tui.tui.widgets.pane import FoundPane
from moie_tui.tui.widgets.rows import Cells, Rows

RUNS = 20
EMPTY = (
    "No cyclic job here. One with status cyclic runs for ever; `moie record JOB success` notes a run of one."
)
_FAILING = (health.UNHEALTHY, health.STALE)
_WORST = (*_FAILING, health.NEVER_RUN, health.RUNNING, health.PAUSED, health.HEALTHY)


def _age(one: JudgedJob) -> float:
    last = one.health.last_execution
    return -last.timestamp() if last else 0.0


def _rate(one: JudgedJob) -> float:
    rate = one.health.recent_success_rate
    return 2.0 if rate is None else rate


def _badness(one: JudgedJob) -> tuple[int, float]:
    verdict = one.verdict.status
    return _WORST.index(verdict) if verdict in _WORST else len(_WORST), _rate(one)


ORDERS: tuple[Order[JudgedJob], ...] = (
    Order("as in the state"),
    Order("worst first", _badness),
    Order("last run first", _age),
    Order("least ok first", _rate),
    Order("slowest first", lambda one: one.health.avg_duration_ms or 0.0, backwards=True),
    Order("by id", lambda one: natural_key(one.key)),
)


def _columns(id_width: int) -> tuple[Column, ...]:
    return (
        Column(1, gap=1),
        Column(id_width, "id"),
        Column(12, "task", flexible=True),
        Column(8, "last", right=True, drop=1),
        Column(3, "ok%", right=True, drop=3),
        Column(6, "avg", right=True, drop=4),
        Column(RUNS, "last 20", right=True, drop=2),
    )


def _counted(judgement: Judgement) -> str:
    flaws = ((judgement.failing, "failing"), (judgement.late, "late"))
    jobs = len(judgement.jobs)
    return " · ".join([str(jobs or ""), *(f"{count} {word}" for count, word in flaws if count)])


class JobsPane(FoundPane):
    """A row for each job to watch, with a line of its last 20 durations and failures."""

    TITLE, KIND = "Cyclic jobs", "job"

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.rows: Rows[JudgedJob] = Rows(_columns(4), self._cells, lambda one: one.key, empty="Reading …")
        self.finder = Finder(
            self.rows,
            lambda one: plain(f"{one.key} {one.task} {one.verdict.status} {one.verdict.message}"),
            failing=lambda one: one.verdict.status in _FAILING,
            failures="failing and late ones",
            orders=ORDERS,
        )
        self._sparks: dict[str, tuple[object, Line]] = {}
        self._listed: list[tuple[object, ...]] | None = None
        self._judged: tuple[JudgedJob, ...] | None = None

    def fill(self) -> None:
        """Health that can't be read is the last good one, faintly, and the border says so."""
        self.rows.dim = self.view.health_problem is not None

    def warning(self) -> str:
        """That the health can't be read."""
        return f" {glyphs.LATE} health unreadable" if self.view.health_problem else ""

    def judged(self) -> None:
        """Jobs and verdicts come together, in the judgement."""
        jobs = self.judgement.jobs if self.judgement else ()
        if jobs is self._judged:
            return
        self._judged = jobs
        # The same verdicts of the same facts, second by second, need no new rows.
        shown: list[tuple[object, ...]] = [
            (one.key, one.verdict.status, id(one.health), id(one.job)) for one in jobs
        ]
        if shown == self._listed:
            return
        self._listed = shown
        # Jobs that are gone would stay with all their executions as long as the dashboard is open.
        self._sparks = {one.key: self._sparks[one.key] for one in jobs if one.key in self._sparks}
        widest = max((len(plain(one.key)) for one in jobs), default=2)
        self.finder.set_rows(jobs, _columns(max(2, min(widest, 12))), EMPTY)
        self.recount()

    def recount(self) -> None:
        """How many, how many of them fail and how many are late."""
        self.count(self.finder.counted(_counted(self.judgement) if self.judgement else ""))

    def _cells(self, one: JudgedJob) -> Cells:
        last = one.health.last_execution
        last_words = f"{brief(self.now - last)} ago" if last else "never"
        rate = one.health.recent_success_rate
        return (
            (looks.of_verdict(one.verdict.status),),
            text(plain(one.key), "faint"),
            text(plain(one.task)) if one.job else text("not in the state", "faint"),
            text(last_words, "late" if one.verdict.status == "stale" else ""),
            text(percent(rate), "failed" if one.verdict.status == "unhealthy" else ""),
            text(duration(one.health.avg_duration_ms)),
            self._spark(one),
        )

    def _spark(self, one: JudgedJob) -> Line:
        known = self._sparks.get(one.key)
        if known and known[0] is one.health.executions:
            return known[1]
        runs = [(run.duration_ms, run.good) for run in one.health.executions[-RUNS:]]
        line = sparkline(runs, RUNS)
        self._sparks[one.key] = (one.health.executions, line)
        return line

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Deeper into a job's executions."""
        message.stop()
        self.post_message(JobOpened(message.key))
