"""What happened in a span of time, counted: the list of metrics, their courses and their definitions."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta

from textual import on
from textual.containers import Container
from textual.content import Content
from textual.events import Resize
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget
from textual.widgets import Static

from moie_tui.domain.amounts import counted, size
from moie_tui.domain.errors import MoieError
from moie_tui.domain.judge import Judgement
from moie_tui.domain.metrics import Metrics
from moie_tui.domain.spans import spell
from moie_tui.domain.text import plain
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui.glyphs import LATE
from moie_tui.tui.keymap import bound, keys_of
from moie_tui.tui.metric_charts import Moment, chart_block, chart_stack
from moie_tui.tui.pieces import Line
from moie_tui.tui.screens.metric_list import Entry, cells, entries, list_columns
from moie_tui.tui.screens.sheet import Sheet
from moie_tui.tui.source import Source
from moie_tui.tui.times import when
from moie_tui.tui.widgets.lines import Lines
from moie_tui.tui.widgets.machine_line import MachineLine
from moie_tui.tui.widgets.rows import Rows
from moie_tui.tui.widgets.span_line import SpanLine

SPANS = (timedelta(hours=24), timedelta(days=7), timedelta(days=30))
SPAN_WORDS = ("24h", "7d", "30d")
SPAN_KEYS = ("span-day", "span-week", "span-month")
EVERY = timedelta(seconds=30)
"""How old figures get while nothing happens."""
PAUSE = 2.0
"""Seconds between two looks whether anything happened."""
INTERVAL = "heartbeat_interval"
"""The metric that has a limit."""
READING = "Reading the log …"
ALONE = "-alone"
"""The class of the screen while one metric has all the room."""


class Spans(Static):
    """The spans to choose from; each is a place to click without looking like a link."""

    auto_links = False


class Charts(Lines):
    """The courses, drawn for the room there is."""

    class Resized(Message):
        """There is more room, or less."""

    def on_resize(self) -> None:
        """What stands there is of another size."""
        self.post_message(self.Resized())


class MetricsScreen(Sheet[None]):
    """Follows `view` and `now`; reads in a thread, and only while it is open."""

    BINDINGS = [
        *(bound(name, f"span({at})") for at, name in enumerate(SPAN_KEYS)),
        bound("span-other", "other_span"),
        bound("right", "step(1)", "longer span"),
        bound("left", "step(-1)", "shorter span"),
        bound("metrics", "leave", "back"),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (170, "-huge")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (13, "-low"), (20, "-short"), (32, "-tall")]
    AUTO_FOCUS = "Rows"
    hints = (
        ("↑↓", "metric", "screen.help"),
        ("enter", "alone", "screen.alone"),
        ("←→", "span", "screen.step(1)"),
        ("help", "help", "screen.help"),
        ("esc", "back", "screen.leave"),
    )

    view: var[SystemView] = var(NO_VIEW, init=False)
    judgement: var[Judgement | None] = var(None, init=False)
    now: var[datetime] = var(NO_VIEW.read_at, init=False)
    span: var[timedelta] = var(SPANS[0], init=False)
    metrics: var[Metrics | None] = var(None, init=False)

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source
        self._changed, self._busy, self._problem, self._width = True, False, "", 0
        self._rows: Rows[Entry] = Rows((), self._cells, lambda one: one.metric.key, empty=READING)

    def head(self) -> str:
        """Which span."""
        span = SPAN_WORDS[SPANS.index(self.span)] if self.span in SPANS else spell(self.span)
        if self.view.as_of:
            return f"Metrics · {span} before {when(self.view.as_of.at, self._source.clock(), self.view.zone)}"
        since = f", since {when(self.metrics.since, self.now, self.view.zone)}" if self.metrics else ""
        return f"Metrics · the last {span}{since}"

    def tail(self) -> str:
        """What they were counted from."""
        if self._problem:
            return f"{LATE} {self._problem}"
        if self.metrics is None:
            return ""
        known = self.metrics
        bad = f" · {counted(known.unreadable, 'line')} unreadable" if known.unreadable else ""
        return f"{known.lines:,} lines of the log{bad}"

    def parts(self) -> Iterable[Widget]:
        """The spans, the machine, the list, and the courses."""
        yield Spans(id="spans")
        yield MachineLine(self._source, id="machine")
        with Container(id="below"):
            yield self._rows
            yield Charts(id="charts")

    def above_keys(self) -> Iterable[Widget]:
        """Where a span is typed."""
        yield SpanLine()

    def on_mount(self) -> None:
        """Reads now, and again whenever something happened."""
        self.set_interval(PAUSE, self._renew)
        self.watch(self._rows, "show_vertical_scrollbar", self.show, init=False)
        self._say_spans()
        self._renew()

    def watch_view(self) -> None:
        """Something happened, or may have."""
        self._changed = True

    def watch_span(self) -> None:
        """Other figures, as soon as they are read."""
        self._changed = True
        self._say_spans()
        self.relabel()
        self._renew()

    def watch_metrics(self) -> None:
        """Other figures."""
        self.show()

    def on_resize(self, event: Resize) -> None:
        """Other columns, other charts; the list has its new width a moment later."""
        self.show()
        self.call_after_refresh(self.show)

    def show(self) -> None:
        """Writes everything anew; the list keeps its cursor by key."""
        if not self.ready:
            return
        if self.metrics is not None:
            # Kept: cells and columns have to be those of the same width until both are changed.
            self._width = self._rows.scrollable_content_region.width
            self._rows.set_rows(entries(self.metrics), list_columns(self._width))
        self._draw()
        self.relabel()

    def _cells(self, entry: Entry) -> tuple[Line, ...]:
        return cells(entry, self._width)

    @on(Rows.Highlighted)
    @on(Charts.Resized)
    def _draw(self) -> None:
        canvas, entry = self.query_one(Charts), self._rows.item
        if self.metrics is None or entry is None or not canvas.size or not self.ready:
            return
        limits = {INTERVAL: self.judgement.limit.total_seconds()} if self.judgement else {}
        looking = Moment(self.now, self.view.zone, limits, keys_of(self))
        # Alone it has all the room; beside the list others that have a course fill it.
        drawn = chart_block if self.has_class(ALONE) else chart_stack
        canvas.set_lines(tuple(drawn(self.metrics, entry.metric, looking, *canvas.size)))

    @on(Rows.Chosen)
    def _turn_alone(self) -> None:
        self.toggle_class(ALONE)

    def action_leave(self) -> None:
        """A metric that is shown alone goes back among the others first."""
        if self.has_class(ALONE):
            self._turn_alone()
        else:
            super().action_leave()

    def _renew(self) -> None:
        """Reads unless that is being done or nothing can have changed."""
        known = self.metrics
        old = known is None or self._changed or self.now - known.until >= EVERY
        if old and not self._busy and self.is_attached:
            self._busy, self._changed = True, False
            self.run_worker(self._read(), group="metrics")

    async def _read(self) -> None:
        try:
            while self.is_attached:
                asked = self.span, self.view.as_of.at if self.view.as_of else None
                found = await asyncio.to_thread(self._source.metrics, *asked)
                self._problem = ""
                if found.behind:
                    self._rows.empty = f"Counting the log: {size(found.behind)} to go …"
                    self._rows.recheck()
                elif asked[0] == self.span:
                    self.metrics = found
                    break
        except MoieError as error:
            self._problem = plain(error.line())
            self._rows.empty = plain(error.what)
            self.show()
        finally:
            self._busy = False

    def _say_spans(self) -> None:
        if not self.ready:
            return
        keys = keys_of(self)
        other = "another" if self.span in SPANS else spell(self.span)
        names = [*zip(SPAN_KEYS, SPAN_WORDS, strict=True), ("span-other", other)]
        chosen = SPANS.index(self.span) if self.span in SPANS else len(SPANS)
        said = []
        for at, (key, word) in enumerate(names):
            action = "other_span" if key == "span-other" else f"span({at})"
            style = "bold $foreground" if at == chosen else "$faint"
            one = Content.assemble((keys.shown(key), "$accent bold"), " ", (word, style))
            said.append(one.stylize(f"@click=screen.{action}"))
        self.query_one("#spans", Static).update(Content("   ").join(said))

    def action_span(self, number: int) -> None:
        """One of the spans with a key of their own."""
        self.span = SPANS[number]

    def action_step(self, step: int) -> None:
        """The next longer or shorter of them."""
        at = SPANS.index(self.span) + step if self.span in SPANS else 0
        self.span = SPANS[max(0, min(len(SPANS) - 1, at))]

    def action_alone(self) -> None:
        """Gives the selected metric all the room, or none more than the others."""
        self._turn_alone()

    def action_other_span(self) -> None:
        """Lets one be typed."""
        self.query_one(SpanLine).begin()

    @on(SpanLine.Typed)
    def _take(self, message: SpanLine.Typed) -> None:
        self.span = message.span

    @on(SpanLine.Left)
    def _back_to_the_list(self) -> None:
        self._rows.focus()
