"""What beats a root by itself: the entries we install, and where they are installed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from moie_tui.domain.neighbours import Neighbour
from moie_tui.values import dataclass

CRON, LAUNCHD, SYSTEMD = "cron", "launchd", "systemd"
KINDS = (CRON, LAUNCHD, SYSTEMD)
PULSE, CHECK = "pulse", "check"


@dataclass(frozen=True)
class Entry:
    """One thing to start every so many seconds: its word, its arguments and its environment."""

    name: str
    seconds: int
    words: tuple[str, ...]
    environment: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Installed:
    """One entry as a scheduler has it. `active` and `next_at` are None when that can't be told."""

    name: str
    schedule: str
    where: str
    active: bool | None = None
    next_at: datetime | None = None

    def as_json(self) -> dict[str, object]:
        """Its five facts."""
        return {
            "name": self.name,
            "schedule": self.schedule,
            "where": self.where,
            "active": self.active,
            "next_at": self.next_at.isoformat() if self.next_at else None,
        }


@dataclass(frozen=True)
class KindOfTimer:
    """One scheduler: why it can't be used here ("" when it can), what of ours it has, what to mind."""

    kind: str
    why_not: str
    entries: tuple[Installed, ...] = ()
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The facts, `usable` spelled out."""
        return {
            "kind": self.kind,
            "usable": not self.why_not,
            "why_not": self.why_not or None,
            "entries": [one.as_json() for one in self.entries],
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class Astray:
    """An entry that pulses a folder which is not there any more: where it is written, and what it runs."""

    where: str
    words: str
    root: str


@dataclass(frozen=True)
class Timers:
    """All that beats one root by itself, and the entries of any root that lead nowhere."""

    root: str
    default_kind: str
    kinds: tuple[KindOfTimer, ...]
    neighbours: tuple[Neighbour, ...]
    astray: tuple[Astray, ...] = ()

    def as_json(self) -> dict[str, object]:
        """What `timers show --json` prints."""
        return {
            "root": self.root,
            "default_kind": self.default_kind,
            "kinds": [one.as_json() for one in self.kinds],
            "neighbours": [
                {"where": one.where, "runs": one.words, "name": one.name or None, "beats": one.beats}
                for one in self.neighbours
            ],
        }
