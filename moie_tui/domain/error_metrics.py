"""Errors and warnings, and the time without a critical event."""

from __future__ import annotations

from collections.abc import Iterator

from moie_tui.domain.course import amount
from moie_tui.domain.facts import Facts
from moie_tui.domain.metric_kinds import kind
from moie_tui.domain.metrics import Metric
from moie_tui.domain.tally import ERRORS, EVENTS, WARNINGS


def error_metrics(facts: Facts) -> Iterator[Metric]:
    """Since when nothing critical happened, how long at most, and how many errors and warnings there were."""
    window = facts.window
    ends = (min(window.start + (at + 1) * window.step, window.now) for at in range(window.count))
    trend = tuple(_free_at(facts, end) for end in ends)
    yield kind("critical_free").metric(_free_at(facts, window.now), trend)
    yield kind("critical_free_longest").metric(_longest(facts))
    yield amount(facts, "errors", ERRORS, EVENTS)
    yield amount(facts, "warnings", WARNINGS, EVENTS)


def _free_at(facts: Facts, moment: float) -> float | None:
    """How long before a moment the last critical event was, or the log began; None before that."""
    past = [last for first, last in facts.criticals if last <= moment]
    since = past[-1] if past else facts.critical_before
    since = facts.log_since if since is None else since
    return None if since is None or since > moment else moment - since


def _longest(facts: Facts) -> float | None:
    since = facts.log_since if facts.critical_before is None else facts.critical_before
    if since is None or since > facts.window.now:
        return None
    longest = 0.0
    for first, last in facts.criticals:
        if first <= facts.window.now:
            longest, since = max(longest, first - since), max(since, last)
    return max(longest, facts.window.now - since)
