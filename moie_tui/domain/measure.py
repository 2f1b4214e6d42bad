"""All metrics of a window, worked out from what the log says about it."""

from __future__ import annotations

from datetime import timedelta

from moie_tui.domain.error_metrics import error_metrics
from moie_tui.domain.facts import Facts
from moie_tui.domain.heartbeat_metrics import Rhythm, heartbeat_metrics
from moie_tui.domain.job_metrics import job_metrics
from moie_tui.domain.metric_kinds import KINDS
from moie_tui.domain.metric_window import SLOT
from moie_tui.domain.metrics import Metrics
from moie_tui.domain.resource_metrics import resource_metrics
from moie_tui.domain.settings import HeartbeatSettings


def rhythm_of(heart: HeartbeatSettings) -> Rhythm:
    """How often a beat is due by the config; no silence counts that is shorter than a slot."""
    interval = max(heart.interval_minutes * 60, 1.0)
    return Rhythm(interval, max(heart.max_age_minutes * 60, interval, SLOT))


def measure(facts: Facts, rhythm: Rhythm) -> Metrics:
    """Each kind of metric, in their order; one that nothing feeds has no value."""
    groups = (
        heartbeat_metrics(facts, rhythm),
        job_metrics(facts),
        error_metrics(facts),
        resource_metrics(facts),
    )
    found = {one.key: one for group in groups for one in group}
    return Metrics(
        facts.window.since,
        facts.window.asked,
        timedelta(seconds=facts.window.step),
        tuple(found.get(one.key) or one.metric(None) for one in KINDS),
        facts.lines,
        facts.unreadable,
        facts.behind,
    )
