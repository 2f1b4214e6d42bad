"""What the kept runs of a job say together: how long they take, how steady their results are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from moie_tui.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.executions import Execution


@dataclass(frozen=True, slots=True)
class Streak:
    """The runs since the result last changed; `since` is the first of them, None without a readable time.

    `whole` says that it may have begun before the oldest run that is kept."""

    good: bool
    count: int
    since: datetime | None
    whole: bool


def percentile(durations: Sequence[float], share: float) -> float | None:
    """The smallest of them that at least `share` (0 to 1) of all don't exceed; None without any."""
    ordered = sorted(durations)
    if not ordered:
        return None
    # The nearest rank: a duration that was really taken, also among few.
    rank = -(-len(ordered) * round(share * 1000) // 1000)
    return ordered[max(1, min(rank, len(ordered))) - 1]


def p50(executions: Sequence[Execution]) -> float | None:
    """The duration in milliseconds that half of the runs don't exceed."""
    return percentile([one.duration_ms for one in executions], 0.5)


def p95(executions: Sequence[Execution]) -> float | None:
    """The duration in milliseconds that 95 of 100 runs don't exceed."""
    return percentile([one.duration_ms for one in executions], 0.95)


def flips(executions: Sequence[Execution]) -> int:
    """How often the result changed from one run to the next, oldest first."""
    return sum(before.good != after.good for before, after in pairwise(executions))


def streak(executions: Sequence[Execution]) -> Streak | None:
    """Since when runs are good, or bad; None without any."""
    if not executions:
        return None
    good, count = executions[-1].good, 0
    for one in reversed(executions):
        if one.good != good:
            break
        count += 1
    return Streak(good, count, executions[-count].at, whole=count == len(executions))


def last_success(executions: Sequence[Execution]) -> datetime | None:
    """When a run was good for the last time; None when no good one with a readable time is kept."""
    return max((one.at for one in executions if one.good and one.at is not None), default=None)


def first_failure(executions: Sequence[Execution]) -> datetime | None:
    """When the failures that go on until now began; None when the last run was good."""
    now = streak(executions)
    return None if now is None or now.good else now.since
