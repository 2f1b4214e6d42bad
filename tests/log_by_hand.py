"""A log written line by line, and what is counted of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

from moie_tui.domain.metrics import Metric, Metrics
from moie_tui.domain.settings import HeartbeatSettings
from moie_tui.operations.measuring import measured
from moie_tui.storage.index.event_index import EventIndex
from moie_tui.values import dataclass

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ORIGIN = {"origin": {"user": "op", "host": "house", "pid": 1, "via": "cron"}}


@dataclass
class Log:
    """The log of a root; times are "HH:MM" of the day of `NOON`, or with a date before."""

    root: Path
    zone: tzinfo | None = UTC

    def __post_init__(self) -> None:
        (self.root / "logs").mkdir(exist_ok=True)
        (self.root / ".moie").mkdir(exist_ok=True)

    def file(self, day: str = "2026-11-22") -> Path:
        return self.root / "logs" / f"events-{day}.jsonl"

    def raw(self, data: bytes, day: str = "2026-11-22") -> None:
        with self.file(day).open("ab") as file:
            file.write(data)

    def say(self, at: str, level: str, category: str, message: str, **metadata: object) -> None:
        stamp = moment(at).isoformat(timespec="microseconds")
        line = {"timestamp": stamp, "level": level, "category": category, "message": message}
        self.raw(json.dumps(line | {"metadata": ORIGIN | metadata}).encode() + b"\n", stamp[:10])

    def beat(self, at: str, outcome: str = "cyclic", **more: object) -> None:
        self.say(at, "info", "heartbeat", f"pulse: {outcome}", **{"outcome": outcome, "job": None, **more})

    def beats(self, begin: str, end: str, minutes: int = 10) -> None:
        at = moment(begin)
        while at <= moment(end):
            self.beat(at.strftime("%Y-%m-%d %H:%M"))
            at += timedelta(minutes=minutes)

    def metrics(self, hours: float = 4, until: datetime = NOON, *, past: bool = False) -> Metrics:
        index = EventIndex(self.root, self.zone)
        return measured(index, HeartbeatSettings(), timedelta(hours=hours), until, None, past=past)

    def metric(self, key: str, hours: float = 4, until: datetime = NOON) -> Metric:
        found = self.metrics(hours, until).get(key)
        assert found is not None
        return found


def moment(at: str) -> datetime:
    """The aware time a test means."""
    text = at if " " in at else f"2026-11-22 {at}"
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
