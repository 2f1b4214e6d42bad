"""What of the alerts is news to whoever looks: told once, and the bell not too often."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal

from moie_tui.domain.alerting import FIRING, RECOVERED, Notice, Open, OpenAlert, decide
from moie_tui.domain.condition import Condition
from moie_tui.domain.event import CRITICAL, ERROR
from moie_tui.domain.health import ago
from moie_tui.domain.quiet import Quiet
from moie_tui.domain.settings import AlertSettings
from moie_tui.domain.text import plain, shorten
from moie_tui.values import dataclass, replace

PAUSE = timedelta(seconds=10)
"""Between two bells, and between two toasts that say the same of one alert that comes and goes."""
NAMED = 2
LOUD = (ERROR, CRITICAL)
SHOWN = 160
"""Characters of one alert in a toast; the list has all of it."""
WHERE = "{key} says what to do"
"""Behind the title of new alerts; for another root it is said how to go there."""

Severity = Literal["information", "warning", "error"]


@dataclass(frozen=True)
class Toast:
    """A few plain words in a corner."""

    title: str
    message: str
    severity: Severity
    leads: bool = False
    """Whether there is more to see, and to do."""
    seconds: int = 8


@dataclass(frozen=True)
class Rung:
    """What one look is worth: toasts, and whether the bell rings."""

    toasts: tuple[Toast, ...] = ()
    bell: bool = False


class Ringer:
    """Remembers what was there and what was told; it needs no watchdog."""

    def __init__(self) -> None:
        self._open: Open | None = None
        self._told: dict[tuple[str, str], datetime] = {}
        self._belled: datetime | None = None
        self._looked: datetime | None = None
        self._began: dict[str, datetime] = {}

    def hear(
        self, found: tuple[Condition, ...], now: datetime, settings: AlertSettings, quiet: Quiet
    ) -> Rung:
        """What is news since the last look; what was there before is no news, the status bar counts it."""
        first = self._open is None
        never_again = replace(settings, repeat_minutes=0)
        before, (self._open, notices) = self._began, decide(self._open or {}, found, now, never_again, quiet)
        self._began = {key: before.get(key) or self._begun(one) for key, one in self._open.items()}
        self._looked = now
        if first:
            return Rung()
        news = tuple(one for one in notices if self._is_news(one, now))
        fired = [one.condition for one in news if one.state == FIRING]
        gone = [
            f"after {ago(one.at - before.get(one.condition.key, one.at))}: {one.condition.message}"
            for one in news
            if one.state == RECOVERED
        ]
        bell = bool(fired) and _is_over(self._belled, now)
        if bell:
            self._belled = now
        return Rung((*_toasts_of(fired), *_well_again(gone)), bell)

    def as_known(self, found: tuple[Condition, ...]) -> tuple[Condition, ...]:
        """The same, each since it was first seen here."""
        known = self._open or {}
        return tuple(known[one.key].condition if one.key in known else one for one in found)

    def _begun(self, alert: OpenAlert) -> datetime:
        """A stamp that was put back tells of a time at which nothing was wrong yet: we were there."""
        since = alert.condition.since
        return max(since, self._looked) if self._looked else since

    def _is_news(self, notice: Notice, now: datetime) -> bool:
        said_of = (notice.condition.key, notice.state)
        self._told = {key: at for key, at in self._told.items() if not _is_over(at, now)}
        if said_of in self._told:
            return False
        self._told[said_of] = now
        return True


def _is_over(then: datetime | None, now: datetime) -> bool:
    # A clock that was set back must not silence anything until it has caught up.
    return then is None or abs(now - then) >= PAUSE


def _toasts_of(fired: list[Condition]) -> Iterator[Toast]:
    if not fired:
        return
    loud = any(one.level in LOUD for one in fired)
    title = f"{len(fired)} new alerts" if len(fired) > 1 else "New alert"
    message = "\n".join(_named([one.message for one in fired]))
    yield Toast(title, message, "error" if loud else "warning", leads=True)


def _well_again(gone: list[str]) -> Iterator[Toast]:
    if gone:
        yield Toast("No longer so", "\n".join(_named(gone)), "information")


def _named(messages: list[str]) -> list[str]:
    rest = len(messages) - NAMED
    more = [f"and {rest} more"] if rest > 0 else []
    return [shorten(plain(one), SHOWN) for one in messages[:NAMED]] + more
