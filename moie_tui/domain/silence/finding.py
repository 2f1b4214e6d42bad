"""One thing that was looked at because a heart is silent, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from moie_tui.domain.beaters import pulses_of
from moie_tui.domain.event import Event
from moie_tui.domain.judge import Judgement
from moie_tui.domain.put_back import ONE_BEAT
from moie_tui.domain.surroundings import Surroundings
from moie_tui.domain.text import plain
from moie_tui.domain.timestamps import MACHINE_ZONE
from moie_tui.domain.view import SystemView
from moie_tui.values import dataclass

CAUSE, PART, UNKNOWN, CLEAR = "cause", "part", "unknown", "clear"
"""It alone explains the silence; it has a part in it, or may; nobody can tell; it is not that."""
LEVELS = (CAUSE, PART, UNKNOWN, CLEAR)

DOCUMENT, DISK, REFUSED, CLOCK = "document", "disk", "refused", "clock"
WRITER, TIMER, MACHINE, HOLD = "writer", "timer", "machine", "hold"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, in one sentence; what shows it; and the next step, "" where there is none."""

    kind: str
    level: str
    what: str
    evidence: tuple[str, ...] = ()
    step: str = ""

    def as_json(self) -> dict[str, object]:
        """Its five facts."""
        return {
            "kind": self.kind,
            "level": self.level,
            "what": self.what,
            "evidence": list(self.evidence),
            "step": self.step,
        }


@dataclass(frozen=True, slots=True)
class Case:
    """A silent heart with all that is known of it."""

    view: SystemView
    judgement: Judgement
    around: Surroundings
    now: datetime

    @property
    def beat_at(self) -> datetime | None:
        """The last stamp."""
        return self.judgement.beat_at

    @property
    def beats(self) -> Sequence[Event]:
        """Our pulses that ended and are in the view's part of the log, oldest first."""
        return pulses_of(self.view)

    @property
    def last_beat(self) -> Event | None:
        """The event of the pulse that set the last stamp; None when another program did."""
        at = self.beat_at
        near = [one for one in self.beats if at is not None and abs(one.timestamp - at) <= ONE_BEAT]
        return near[-1] if near else None

    def time(self, moment: datetime) -> str:
        """The wall clock time where the root lies, with the date when it is another day's."""
        return local(moment, self.now, self.view.zone)


def local(moment: datetime, now: datetime, zone: tzinfo | None) -> str:
    """The wall clock time in `zone` (None: the machine's), with the date when it is another day's."""
    here, today = moment.astimezone(zone or MACHINE_ZONE), now.astimezone(zone or MACHINE_ZONE)
    return f"{here:%H:%M:%S}" if here.date() == today.date() else f"{here:%Y-%m-%d %H:%M:%S}"


def origin_of(event: Event | None, key: str) -> str:
    """One fact of who wrote an event, "" when it does not tell."""
    told = event.metadata.get("origin") if event is not None else None
    return plain(told.get(key, "")) if isinstance(told, dict) else ""


def awake_at(event: Event | None) -> timedelta | None:
    """How long the machine had been awake at a pulse."""
    told = event.metadata.get("awake_seconds") if event is not None else None
    known = isinstance(told, int | float) and not isinstance(told, bool) and 0 <= told < 1e10
    return timedelta(seconds=float(told)) if known and isinstance(told, int | float) else None
