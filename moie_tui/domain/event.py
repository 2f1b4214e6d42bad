"""An event: one line of the structured log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from moie_tui.values import dataclass, field

INFO, WARNING, ERROR, CRITICAL = "info", "warning", "error", "critical"
LEVELS = (INFO, WARNING, ERROR, CRITICAL)
_SYNONYMS = {"warn": WARNING, "fatal": CRITICAL, "err": ERROR, "debug": INFO, "notice": INFO, "trace": INFO}


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, aware UTC; `metadata` holds only what JSON can."""

    timestamp: datetime
    level: str
    category: str
    message: str
    metadata: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Origin:
    """Who acts: user, host, pid, and from where: a tty's name, "cron", "no tty", "dashboard" or "browser"."""

    user: str
    host: str
    pid: int
    via: str

    def __str__(self) -> str:
        return f"{self.user}@{self.host} {self.via} pid {self.pid}"

    def as_json(self) -> dict[str, object]:
        """The keys of `metadata.origin`."""
        return {"user": self.user, "host": self.host, "pid": self.pid, "via": self.via}


def level_of(word: str) -> str:
    """The level of a word that other programs may spell otherwise; an unknown one is a warning."""
    known = word.lower()
    return known if known in LEVELS else _SYNONYMS.get(known, WARNING)
