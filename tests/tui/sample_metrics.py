"""Figures of a root in the middle of its life, and of one where nothing happened yet."""

from __future__ import annotations

from datetime import datetime, timedelta

from moie_tui.domain.machine import Machine
from moie_tui.domain.metric_kinds import KINDS, Kind
from moie_tui.domain.metrics import BYTES, COUNT, PERCENT, RATIO, SECONDS, Metric, Metrics

BUCKETS = 24
_USUAL = {SECONDS: 600.0, COUNT: 0.0, BYTES: 1_900_000.0, PERCENT: 12.0, RATIO: 1.0}
_NOT_YET = ("expert_performance", "completion_mean", "completion_p50", "completion_p95")


def metrics_of(span: timedelta, until: datetime) -> Metrics:
    """A night without beats, an hour of trouble after it, all else in order."""
    found = tuple(one.metric(None) if one.key in _NOT_YET else _metric(one) for one in KINDS)
    return Metrics(until - span, until, span / BUCKETS, found, lines=12_345, unreadable=3)


def _metric(kind: Kind) -> Metric:
    usual = 1.0 if kind.key in ("heartbeat_duration", "run_duration") else _USUAL[kind.unit]
    course: list[float | None] = [
        usual * (1 + (at * 7 % 5) / 10 * (kind.unit != RATIO)) for at in range(BUCKETS)
    ]
    course[9:12] = [None] * 3 if kind.unit != COUNT else [0.0] * 3
    course[12] = {RATIO: 0.5, COUNT: 4.0}.get(kind.unit, usual * 3)
    course[17] = {RATIO: 5 / 6, COUNT: 1.0}.get(kind.unit, usual)
    if kind.key.startswith("critical_free"):
        return kind.metric(12.5 * 3600)
    if kind.unit == RATIO:
        return kind.metric(143 / 144, tuple(course), (143, 144))
    known = [value for value in course if value is not None]
    return kind.metric(sum(known) if kind.unit == COUNT else sum(known) / len(known), tuple(course))


def nothing_yet(span: timedelta, until: datetime) -> Metrics:
    """No line in the log."""
    return Metrics(until - span, until, span / BUCKETS, tuple(one.metric(None) for one in KINDS))


def machine(at: float) -> Machine:
    """A sample so many seconds after the first: a quarter busy, reading much and writing little."""
    read, written = 1_000_000 + int(at * 2_000_000), int(at * 120_000)
    return Machine(at, at / 2, at * 2, 41.2, 8_000_000_000, read, written)
