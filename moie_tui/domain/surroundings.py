"""What lies around a heart that no document of its root tells: machine, disk, lock and schedulers."""

from __future__ import annotations

from datetime import datetime, timedelta

from moie_tui.domain.timer import Timers
from moie_tui.values import dataclass


@dataclass(frozen=True, slots=True)
class Holding:
    """A pulse that holds the lock, or died with it: what it was, and since when, where that is known."""

    what: str
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All of one moment. What could not be asked is None or "", `timers_problem` says why of the timers.

    `awake` is how long this machine has been awake since it started, `slept` how long it slept since then.
    `died` held the pulse lock and was killed. `complaint` is what scheduled pulses could not do,
    as last told at `complained_at` or before."""

    at: datetime
    host: str = ""
    awake: timedelta | None = None
    slept: timedelta | None = None
    holder: Holding | None = None
    died: Holding | None = None
    timers: Timers | None = None
    timers_problem: str = ""
    complaint: str = ""
    complained_at: datetime | None = None
    free_bytes: int | None = None
    read_only: bool = False
    writable: bool = True

    @property
    def started_at(self) -> datetime | None:
        """When this machine started; None where it does not tell how long it slept."""
        return None if self.awake is None or self.slept is None else self.at - self.awake - self.slept
