"""How the heart beat: how often it failed, what was missing, how long between two beats."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from moie_tui.domain.course import mean, quotient, ratio
from moie_tui.domain.facts import Facts
from moie_tui.domain.metric_kinds import kind
from moie_tui.domain.metrics import Metric
from moie_tui.domain.tally import BEAT_MS, BEATS, BEATS_GOOD, BEATS_TIMED, LAST_BEAT, Silence
from moie_tui.values import dataclass


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a beat is due, and how long a silence may be; seconds."""

    interval: float
    limit: float


@dataclass(frozen=True, slots=True)
class Missing:
    """So many beats that did not come, one each `step` seconds after `begin`."""

    begin: float
    step: float
    count: int

    def within(self, since: float, until: float) -> int:
        """How many of them should have come in a stretch of time."""
        first = max(1, ceil((since - self.begin) / self.step))
        last = min(self.count, ceil((until - self.begin) / self.step) - 1)
        return max(0, last - first + 1)


def heartbeat_metrics(facts: Facts, rhythm: Rhythm) -> Iterator[Metric]:
    """Success, punctuality, interval and length of the heartbeats of the window."""
    yield ratio(facts, "heartbeat_success", BEATS_GOOD, BEATS)
    yield _in_time(facts, rhythm)
    yield _interval(facts)
    yield mean(facts, "heartbeat_duration", BEAT_MS, BEATS_TIMED, 0.001)


def missing_beats(facts: Facts, rhythm: Rhythm) -> Iterator[Missing]:
    """What each silence lacks, the one that goes on at the end of the window included."""
    for one in facts.silences:
        awake = _awake(one)
        if awake > rhythm.limit:
            count = max(1, round(awake / rhythm.interval) - 1)
            yield Missing(one.begin, (one.end - one.begin) / (count + 1), count)
    last = facts.total[LAST_BEAT] or facts.beat_before
    if last is not None and facts.window.now - last > rhythm.limit:
        yield Missing(last, rhythm.interval, int((facts.window.now - last) / rhythm.interval))


def _awake(one: Silence) -> float:
    """How long the machine was awake in a silence; all the time where the beats around it do not tell.

    Its clock of waking hours begins anew when it starts, stands still while it sleeps, and does not jump when
    somebody sets the time."""
    length, before, after = one.end - one.begin, one.awake_begin, one.awake_end
    if before is None or after is None:
        return length
    return min(length, after - before if after >= before else after)


def _in_time(facts: Facts, rhythm: Rhythm) -> Metric:
    window = facts.window
    lacking = [0] * window.count
    for silence in missing_beats(facts, rhythm):
        end = silence.begin + silence.step * (silence.count + 1)
        first = max(0, int((silence.begin - window.start) // window.step))
        for at in range(first, min(window.count, int((end - window.start) // window.step) + 1)):
            start = window.start + at * window.step
            lacking[at] += silence.within(start, min(start + window.step, window.now))
    good = [int(cell[BEATS_GOOD]) for cell in facts.cells]
    due = [int(cell[BEATS]) + lacking[at] for at, cell in enumerate(facts.cells)]
    trend = tuple(quotient(one, every) for one, every in zip(good, due, strict=True))
    of = (sum(good), sum(due)) if sum(due) else None
    return kind("heartbeat_in_time").metric(quotient(sum(good), sum(due)), trend, of)


def _interval(facts: Facts) -> Metric:
    """In each bucket from the last beat before it to its last one, by the number of its beats."""
    trend: list[float | None] = []
    since, whole, steps = facts.beat_before, 0.0, 0.0
    for cell in facts.cells:
        count, last = cell[BEATS], cell[LAST_BEAT]
        if count and since is None:
            since, count = facts.first_beat, count - 1  # the first beat of the log follows none
        if not count or since is None:
            trend.append(None)
            continue
        trend.append(quotient(last - since, count))
        whole, steps, since = whole + last - since, steps + count, last
    return kind("heartbeat_interval").metric(quotient(whole, steps), tuple(trend))
