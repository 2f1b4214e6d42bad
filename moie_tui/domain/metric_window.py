"""The window metrics are counted over, and its equal buckets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from moie_tui.values import dataclass, field

SLOT, HOUR, DAY = 300, 3600, 86400
"""Seconds; nothing is counted finer than a slot."""
MOST_BUCKETS = 32
_STEPS = (SLOT, 600, 900, 1800, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY)


@dataclass(frozen=True, slots=True)
class Window:
    """`count` buckets of `step` seconds from `start` on, in seconds since 1970.

    `asked` is its end as asked for, `now` the same in seconds. It begins and ends with a whole `grain`: a
    slot of five minutes, in windows of weeks an hour. Of one of the `past` nothing counts after `asked`."""

    start: int
    step: int
    count: int
    grain: int
    asked: datetime
    past: bool = False
    now: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "now", self.asked.timestamp())

    @property
    def end(self) -> int:
        """Where it ends: at the end of the grain that holds what was asked for."""
        return self.start + self.step * self.count

    @property
    def whole(self) -> int:
        """Up to where whole grains count: what comes after is only in part of a window of the past."""
        return min(self.end, int(self.now // self.grain) * self.grain) if self.past else self.end

    @property
    def since(self) -> datetime:
        """Where it begins."""
        return datetime.fromtimestamp(self.start, UTC)

    def bucket(self, moment: float) -> int | None:
        """The bucket a moment falls into, None outside."""
        at = int((moment - self.start) // self.step)
        return at if 0 <= at < self.count else None


def window(span: timedelta, until: datetime, *, past: bool = False) -> Window:
    """The window of a span that ends at `until`, in whole buckets, 32 at most of 5 minutes or more.

    Of the `past` one of weeks ends with the last hour that was over by then: the next one holds what came
    later."""
    seconds = span.total_seconds()
    weeks = -(-seconds // (MOST_BUCKETS * 7 * DAY))
    step = next((one for one in _STEPS if seconds <= one * MOST_BUCKETS), int(weeks) * 7 * DAY)
    count = max(1, int(-(-seconds // step)))
    grain = HOUR if step >= DAY else SLOT
    begun = int(until.timestamp() // grain) * grain
    if past and grain == HOUR:
        return Window(begun - step * count, step, count, grain, datetime.fromtimestamp(begun, UTC), past)
    if past:
        start = begun + grain - step * count
        return Window(start, step, count, grain, until.astimezone(UTC), past)
    end = int(-(-until.timestamp() // grain)) * grain
    return Window(end - step * count, step, count, grain, until.astimezone(UTC))
