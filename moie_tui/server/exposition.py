"""The root as Prometheus reads it: facts and verdicts of now, and the metrics of the log over a window."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from moie_tui.domain.alerts import conditions
from moie_tui.domain.event import CRITICAL, WARNING
from moie_tui.domain.health import CLOCK_SKEW, HEALTHY, HELD, NEVER_RUN, STALE
from moie_tui.domain.judge import Judgement
from moie_tui.domain.summary import problems_of
from moie_tui.domain.view import SystemView
from moie_tui.server.families import gauge, many, one_of
from moie_tui.server.health import health, is_sovereign
from moie_tui.server.job_families import job_families, phase_families
from moie_tui.server.version import version
from moie_tui.values import dataclass

if TYPE_CHECKING:
    from moie_tui.domain.metrics import Metric as LogMetric
    from moie_tui.domain.metrics import Metrics

HEART_STATUSES = (HEALTHY, STALE, NEVER_RUN, CLOCK_SKEW, HELD)
_UNITS = {"ratio": "_ratio", "seconds": "_seconds", "bytes": "_bytes", "percent": "_ratio"}
_RESERVED = re.compile(r"_(total|count|sum|bucket|created|info)$")


@dataclass(frozen=True, slots=True)
class Exposed:
    """One scrape, and what it is written in."""

    body: bytes
    content_type: str


def exposition(
    view: SystemView, judgement: Judgement, now: datetime, metrics: Metrics | None = None, accept: str = ""
) -> Exposed:
    """All of it, in the format the `Accept` header asks for: Prometheus text, or OpenMetrics."""
    registry = CollectorRegistry()
    registry.register(_Root(tuple(_families(view, judgement, now, metrics))))
    encode, content_type = choose_encoder(accept)
    return Exposed(encode(registry), content_type)


class _Root(Collector):
    """Families that were made before, so that a scrape is one moment."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = tuple(families)

    def collect(self) -> Iterator[Metric]:
        """Those families."""
        return iter(self._families)


def _families(
    view: SystemView, judgement: Judgement, now: datetime, metrics: Metrics | None
) -> Iterator[Metric]:
    yield InfoMetricFamily("moie_build", "The program that answers.", value={"version": version()})
    yield from _heart(view, judgement, now)
    yield from phase_families(view.state)
    yield from job_families(judgement)
    yield from _documents(view)
    yield from _snapshots(view)
    if metrics is not None:
        yield from _of_the_log(metrics)


def _heart(view: SystemView, judgement: Judgement, now: datetime) -> Iterator[Metric]:
    beat, found = judgement.beat_at, conditions(view, judgement, now)
    well = health(view, judgement, now, now).healthy
    yield gauge("moie_healthy", "Whether the heart beats in time and every document can be read.", well)
    if beat is not None:
        yield gauge("moie_heartbeat_timestamp_seconds", "When the heart last beat.", beat.timestamp())
    limit, interval = judgement.limit.total_seconds(), judgement.interval.total_seconds()
    yield gauge("moie_heartbeat_max_age_seconds", "How old the heartbeat may be before it is stale.", limit)
    yield gauge("moie_heartbeat_interval_seconds", "How often the heart is to beat.", interval)
    status = judgement.heartbeat.status
    yield one_of("moie_heartbeat_status", "The verdict on the heartbeat.", HEART_STATUSES, status)
    levels = [((level,), sum(one.level == level for one in found)) for level in (WARNING, CRITICAL)]
    yield many("moie_conditions", "How many things are not well, by level.", ("level",), levels)
    if view.state is not None:
        words = "Whether the current phase is past the last or has only completed and cyclic jobs."
        yield gauge("moie_sovereign", words, is_sovereign(view.state))
    held = view.hold is not None and view.hold.holds(now)
    yield gauge("moie_held", "Whether pulses are on hold.", held)


def _documents(view: SystemView) -> Iterator[Metric]:
    problems = {
        "state": view.state_problem,
        "health": view.health_problem,
        "config": view.config_problem,
    }
    readable = [((name,), problem is None) for name, problem in problems.items()]
    yield many("moie_document_readable", "Whether a document can be read.", ("document",), readable)
    written = [((name,), at.timestamp()) for name, at in view.written.items() if name in problems]
    words = "When a document was last written."
    yield many("moie_document_timestamp_seconds", words, ("document",), written)
    yield gauge("moie_problems", "How many problems the root has.", len(problems_of(view)))


def _snapshots(view: SystemView) -> Iterator[Metric]:
    kept = view.snapshots
    yield gauge("moie_snapshots", "How many snapshots there are.", len(kept))
    damaged = sum(one.damaged for one in kept)
    yield gauge("moie_snapshots_damaged", "How many snapshots are not what was taken.", damaged)
    size = sum(one.size_bytes for one in kept)
    yield gauge("moie_snapshots_size_bytes", "How much room the snapshots take.", size)
    if kept:
        newest = max(one.taken_at for one in kept).timestamp()
        yield gauge("moie_snapshot_timestamp_seconds", "When the newest snapshot was taken.", newest)


def _of_the_log(metrics: Metrics) -> Iterator[Metric]:
    """Each metric over its window, percent as a ratio: those are the base units."""
    hours = metrics.span.total_seconds() / 3600
    window = f"{hours:g}h"
    for one in metrics.metrics:
        if one.value is not None:
            value = one.value / 100 if one.unit == "percent" else one.value
            yield _windowed(_name_of(one), one.definition, value, window)
    yield gauge("moie_log_lines", "How many lines of the log are counted.", metrics.lines)
    unreadable = "How many lines of the log were no event."
    yield gauge("moie_log_unreadable_lines", unreadable, metrics.unreadable)
    yield gauge("moie_log_behind_bytes", "How much of the log is not counted yet.", metrics.behind)


def _windowed(name: str, words: str, value: float, window: str) -> GaugeMetricFamily:
    return many(name, words, ("window",), [((window,), value)])


def _name_of(one: LogMetric) -> str:
    """`moie_recent_KEY_UNIT`, without the endings that Prometheus keeps for its own kinds."""
    unit = _UNITS.get(one.unit, "")
    key = _RESERVED.sub("", re.sub(r"[^a-z0-9_]", "_", one.key.lower())).removesuffix(unit or "\0")
    return f"moie_recent_{key.removesuffix('_percent')}{unit}"
