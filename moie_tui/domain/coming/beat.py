"""A heartbeat that is still to come, as far as anybody can tell."""

from __future__ import annotations

from datetime import datetime, timedelta

from moie_tui.values import dataclass

VERIFY, START, RUNNING, HAND = "verify", "start", "running", "hand"
PROMOTE, CYCLIC, REST, BLOCKED = "promote", "cyclic", "rest", "blocked"
HELD, REFUSED, WAIT = "held", "refused", "wait"
"""What the step of a beat comes to: the state's next step, or why there is none."""


@dataclass(frozen=True, slots=True)
class Start:
    """A job's command that is started, and how long it usually takes: half of its runs, 95 of 100."""

    job: str
    task: str
    schedule: str
    usual: timedelta | None = None
    longest: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """A job that is not started, why, and until when, where that is known."""

    job: str
    task: str
    why: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Beat:
    """One beat: its step in a sentence, what follows when a proof fails, and what it rests on.

    `hinges` are the jobs that must have been proven until then, else the step is that of the first of them.
    `takes` is how long the beat itself should take; starts go on beside it."""

    at: datetime
    kind: str
    what: str
    otherwise: str = ""
    hinges: tuple[str, ...] = ()
    starts: tuple[Start, ...] = ()
    waits: tuple[Wait, ...] = ()
    takes: timedelta | None = None

    @property
    def condition(self) -> str:
        """What it rests on, "" when on nothing."""
        if not self.hinges:
            return ""
        if len(self.hinges) > 3:
            return f"if {len(self.hinges)} jobs are proven"
        many = len(self.hinges) > 1
        return f"if {', '.join(self.hinges)} {'are' if many else 'is'} proven"

    @property
    def acts(self) -> bool:
        """Whether it does more than stamp and take a snapshot."""
        return bool(self.starts) or self.kind in (VERIFY, START, PROMOTE)


@dataclass(frozen=True, slots=True)
class Forecast:
    """The beats to come, the first one first; `unable` says why there are none.

    `overdue`: the first one should have come already, and its time is only when it could come. After `rest`
    every beat finds the same until somebody acts."""

    beats: tuple[Beat, ...] = ()
    interval: timedelta = timedelta()
    unable: str = ""
    overdue: bool = False
    rest: str = ""
