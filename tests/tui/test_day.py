"""When the day is counted again."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from threading import Event

from moie_tui.domain.errors import OperationFailed
from moie_tui.domain.metrics import Metrics
from moie_tui.tui.day import DayCounter
from moie_tui.values import replace
from tests.tui.fake_source import NOW, FakeSource
from tests.tui.sample_metrics import metrics_of
from tests.waiting import PATIENCE

PAST = NOW - timedelta(days=3)


async def test_the_day_is_counted_once_a_minute_and_at_once_when_another_one_is_looked_at() -> None:
    days = DayCounter(FakeSource())
    assert days.is_due(NOW, None)
    found = await days.count(NOW, None)
    assert found is not None
    assert found.until == NOW
    assert not days.is_due(NOW + timedelta(seconds=59), None)
    assert days.is_due(NOW + timedelta(minutes=1), None)
    assert days.is_due(NOW - timedelta(hours=1), None), "the clock was set back"
    assert days.is_due(NOW, PAST)
    found = await days.count(NOW, PAST)
    assert found is not None
    assert found.until == PAST


async def test_after_a_beat_the_day_is_counted_once_its_event_is_in_the_log() -> None:
    days = DayCounter(FakeSource())
    await days.count(NOW, None)
    beat = NOW + timedelta(seconds=10)
    assert not days.is_due(beat + timedelta(seconds=1), None, beat)
    assert days.is_due(beat + timedelta(seconds=2), None, beat)
    await days.count(beat + timedelta(seconds=2), None)
    assert not days.is_due(beat + timedelta(seconds=3), None, beat)
    await days.count(NOW, PAST)
    assert not days.is_due(NOW + timedelta(seconds=20), PAST, beat), "the past has no new beats"


async def test_of_a_long_log_nothing_is_said_until_all_of_it_is_counted() -> None:
    left = [5_000, 0]

    def counted(span: timedelta, until: datetime) -> Metrics:
        return replace(metrics_of(span, until), behind=left.pop(0))

    days = DayCounter(FakeSource(measure=counted))
    assert await days.count(NOW, None) is None
    assert days.is_due(NOW, None)
    assert await days.count(NOW, None) is not None
    assert not days.is_due(NOW, None)


async def test_what_is_counted_when_another_moment_comes_on_screen_is_dropped() -> None:
    begun, may_end = Event(), Event()

    def counted(span: timedelta, until: datetime) -> Metrics:
        begun.set()
        assert may_end.wait(PATIENCE)
        return metrics_of(span, until)

    days = DayCounter(FakeSource(measure=counted))
    going = asyncio.create_task(days.count(NOW, None))
    await asyncio.to_thread(begun.wait, PATIENCE)
    days.forget()
    assert not days.is_due(NOW, PAST), "one after the other"
    may_end.set()
    assert await going is None
    assert days.is_due(NOW, None)


async def test_a_log_that_cannot_be_read_has_no_day() -> None:
    def fail(span: timedelta, until: datetime) -> Metrics:
        raise OperationFailed("permission denied")

    days = DayCounter(FakeSource(measure=fail))
    assert await days.count(NOW, None) is None
    assert not days.is_due(NOW, None)
