"""What a view of the past says of itself: its moment, what its state rests on, and what is not known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from moie_tui.values import dataclass, field


@dataclass(frozen=True, slots=True)
class AsOf:
    """That a view is of the past, of which moment, and what it rests on.

    Its state is that of snapshot `copy` (of `copy_at`) with so many `acts` done since then laid over it.
    With `by_beat` it is what the heartbeat of then left, as that copy kept it. A copy "" is the live one;
    without `copy_at` no copy tells of it, and `oldest_copy` is the first that would. By `unsure_until`
    another program had changed it, nobody knows when. `runs_from` says since when each job's runs are still
    known, where that is after `at`; `config_known` whether the config of then is. `earlier` and `later` are
    the next moments in which anything changed."""

    at: datetime
    copy: str = ""
    copy_at: datetime | None = None
    acts: int = 0
    by_beat: datetime | None = None
    unsure_until: datetime | None = None
    oldest_copy: datetime | None = None
    runs_from: Mapping[str, datetime] = field(default_factory=dict)
    config_known: bool = True
    earlier: datetime | None = None
    later: datetime | None = None
