"""Silent hearts: a root beaten by cron every 10 minutes until 9:00, looked at at noon of the same day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from moie_tui.domain.diagnosis import Silence, diagnose
from moie_tui.domain.event import Event
from moie_tui.domain.judge import judge
from moie_tui.domain.silence.finding import Finding
from moie_tui.domain.state import parse_state
from moie_tui.domain.surroundings import Surroundings
from moie_tui.domain.timer import Installed, KindOfTimer, Timers
from moie_tui.domain.view import SystemView
from moie_tui.values import replace
from tests.builders import Document, a_job, a_phase, a_state

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NINE = NOON - timedelta(hours=3)
UP = timedelta(hours=50)
"""How long the machine was awake at noon, unless a test says otherwise."""
TEN = timedelta(minutes=10)


def a_beat(at: datetime, *, via: str = "cron", host: str = "here", awake: timedelta | None = None) -> Event:
    """The event of a pulse; the machine never slept before noon unless `awake` says so."""
    origin = {"user": "op", "host": host, "pid": 7, "via": via}
    since = UP - (NOON - at) if awake is None else awake
    said = {"outcome": "cyclic", "origin": origin, "awake_seconds": since.total_seconds()}
    return Event(at, "info", "heartbeat", "pulse: cyclic", said)


def beats(until: datetime = NINE, **more: Any) -> tuple[Event, ...]:
    """The last three pulses."""
    return tuple(a_beat(until - back * TEN, **more) for back in (2, 1, 0))


def timers(*entries: Installed, **more: Any) -> Timers:
    """A machine with cron and these entries of ours."""
    return Timers("/srv/root", "cron", (KindOfTimer("cron", "", entries, **more),), ())


CRON = timers(Installed("pulse", "*/10 * * * *", "crontab", True, NOON + TEN))


def a_view(last: datetime | None = NINE, document: Document | None = None, **changes: Any) -> SystemView:
    """The root at noon, last stamped then."""
    meta = {"last_heartbeat": last.isoformat() if last else None}
    raw = document or a_state(a_phase(1, a_job("1.1", "cyclic")), meta=meta)
    view = SystemView(
        "/srv/root", NOON, parse_state(raw, 2), "sovereign_state_v2.json", events=beats(), zone=UTC,
        trusted=True, written={"state": last or NINE},
    )  # fmt: skip
    return replace(view, **changes)


def around(**more: Any) -> Surroundings:
    """A machine that was awake all the time, with room, and cron's line in place."""
    known: dict[str, Any] = {
        "host": "here", "awake": UP, "slept": timedelta(), "timers": CRON, "free_bytes": 10**10
    }  # fmt: skip
    return Surroundings(NOON, **(known | more))


def found(view: SystemView | None = None, **more: Any) -> Silence:
    """The diagnosis at noon."""
    view = view or a_view()
    return diagnose(view, judge(view, NOON), around(**more), NOON)


def of(silence: Silence, kind: str) -> Finding:
    """The first finding of a kind."""
    return next(one for one in silence.findings if one.kind == kind)
