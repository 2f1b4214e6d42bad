"""When a cyclic job is due: "every 20m", or a five-field cron line read in a zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Protocol

from moie_tui.domain.timestamps import MACHINE_ZONE

_EVERY = re.compile(r"every\s+([0-9]{1,9})\s*([smhd])", re.IGNORECASE)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_LONGEST = timedelta(days=3660)
_ANY_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001 - only to have the line checked


class Schedule(Protocol):
    """Tells when a job is due next."""

    def next_after(self, moment: datetime) -> datetime | None:
        """The first due time after `moment`, aware UTC; None when there is none any more."""


@dataclass(frozen=True, slots=True)
class Every:
    """Due a fixed span after the last run."""

    span: timedelta

    def next_after(self, moment: datetime) -> datetime | None:
        """One span later."""
        try:
            return moment.astimezone(UTC) + self.span
        except OverflowError:
            return None


@dataclass(frozen=True, slots=True)
class Cron:
    """Due at the times of a cron line, as Debian's cron keeps them across changes of the clock."""

    line: str
    zone: tzinfo

    def next_after(self, moment: datetime) -> datetime | None:
        """The first time strictly after `moment`; None when 50 years hold none."""
        from cronsim import CronSim

        try:
            for due in CronSim(self.line, moment.astimezone(self.zone)):
                # In the hour that is lived twice the line names the first pass, which may be over.
                if (found := due.astimezone(UTC)) > moment:
                    return found
        except (OverflowError, ValueError):
            return None
        return None


def parse_schedule(text: str, zone: tzinfo | None) -> Schedule:
    """The schedule `text` spells; cron in `zone` (None: the machine's). ValueError if it spells none."""
    words = text.strip()
    if words.lower().startswith("every"):
        return _every(words)
    return _cron(words, zone)


def _every(words: str) -> Every:
    found = _EVERY.fullmatch(words)
    if found is None:
        raise ValueError(f'{words!r} must read like "every 20m" (s, m, h or d)')
    span = timedelta(**{_UNITS[found[2].lower()]: int(found[1])})
    if not timedelta() < span <= _LONGEST:
        raise ValueError(f"{words!r} must be more than nothing and at most {_LONGEST.days} days")
    return Every(span)


def _cron(words: str, zone: tzinfo | None) -> Cron:
    from cronsim import CronSim, CronSimError

    if len(words.split()) != 5:
        raise ValueError(f'{words!r} is neither "every 20m" nor a cron line of five fields')
    try:
        CronSim(words, _ANY_MOMENT)
    except (CronSimError, ValueError) as error:
        raise ValueError(f"{words!r} is no cron line: {str(error).lower()}") from error
    return Cron(words, zone or MACHINE_ZONE)
