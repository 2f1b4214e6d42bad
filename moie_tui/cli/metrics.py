"""`moie metrics`: what happened in a span of time, counted."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import tzinfo
from textwrap import wrap
from typing import TYPE_CHECKING

from moie_tui.cli.call import Call
from moie_tui.cli.json_text import print_json
from moie_tui.cli.options import Parser, add_json
from moie_tui.cli.page import Line, table, text, write
from moie_tui.domain.amounts import ago, counted, size
from moie_tui.domain.errors import UsageError
from moie_tui.domain.metrics import Metric, Metrics
from moie_tui.domain.spans import parse_span

if TYPE_CHECKING:
    from moie_tui.workspace import Workspace

_TREND, _WIDTH = 32, 96


def configure(parser: Parser) -> None:
    """Over which span, and for whom."""
    add_json(parser)
    words = "24h, 7d, 30d or any span that ends now; 24h without it"
    parser.add_argument("--span", default="24h", metavar="SPAN", help=words)
    parser.add_argument("--prometheus", action="store_true", help="what a Prometheus server scrapes, once")
    parser.add_argument("--explain", action="store_true", help="say of each metric what it counts")


def run(call: Call) -> int:
    """The metrics, as text with their course, in JSON, or as Prometheus reads them."""
    workspace = call.workspace()
    workspace.require_root()
    try:
        span = parse_span(call.options.span)
    except ValueError as error:
        raise UsageError(str(error), where="--span") from error
    metrics = workspace.metrics(span, patience=None)
    if call.options.prometheus:
        sys.stdout.write(_exposed(workspace, metrics))
    elif call.json:
        print_json(metrics.as_json())
    else:
        write(_page(metrics, call.options.explain, workspace.stores.zone))
    return 0


def _exposed(workspace: Workspace, metrics: Metrics) -> str:
    try:
        from moie_tui.server.exposition import exposition
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "moie_tui":
            raise
        fix = "install moie-tui[serve]"
        raise UsageError(f"--prometheus needs {error.name}, which is not installed", fix=fix) from error
    from moie_tui.domain.judge import judge

    view, now = workspace.view(), workspace.clock()
    return exposition(view, judge(view, now), now, metrics).body.decode()


def _page(metrics: Metrics, explain: bool, zone: tzinfo | None) -> Iterator[Line]:
    begin, end = (one.astimezone(zone) for one in (metrics.since, metrics.until))
    step = ago(metrics.bucket)
    yield text(f"{begin:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M}, its course in steps of {step}", "faint")
    rows = table([_row(one) for one in metrics.metrics], right=(1,))
    group = ""
    for one, row in zip(metrics.metrics, rows, strict=True):
        if one.group != group:
            group = one.group
            yield ()
            yield text(group, "strong")
        yield row
        if explain:
            yield from (text(f"      {line}", "faint") for line in wrap(one.definition, _WIDTH))
    yield ()
    yield text(_of_the_log(metrics), "faint")


def _row(metric: Metric) -> list[Line]:
    from moie_tui.tui.metric_charts import of_words, trend
    from moie_tui.tui.units import spoken

    return [
        text(metric.name),
        text(spoken(metric.value, metric.unit), "faint" if metric.value is None else ""),
        trend(metric, _TREND),
        text(of_words(metric), "faint"),
    ]


def _of_the_log(metrics: Metrics) -> str:
    words = f"the log: {counted(metrics.lines, 'line')}, {metrics.unreadable} unreadable"
    return f"{words}, {size(metrics.behind)} not counted yet" if metrics.behind else words
