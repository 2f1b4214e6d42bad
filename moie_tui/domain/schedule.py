"""When a cyclic job is due: "every 20m", or a five-field cron line read in a zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from moie_tui.domain.timestamps import MACHINE_ZONE
from moie_tui.values import Protocol, dataclass, pattern

_EVERY = pattern(r"every\s+([0-9]{1,9})\s*([smhd])", re.IGNORECASE)
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
        minute, hour = self.line.split()[:2]
        by_the_clock = minute.startswith("*") or hour.startswith("*")
        try:
            return self._shown_after(moment) if by_the_clock else self._once_after(moment)
        except (OverflowError, ValueError):
            return None

    def _once_after(self, moment: datetime) -> datetime | None:
        from cronsim import CronSim

        for due in CronSim(self.line, moment.astimezone(self.zone)):
            # In the hour that is lived twice the line names the first pass, which may be over.
            if (found := due.astimezone(UTC)) > moment:
                return found
        return None

    def _shown_after(self, moment: datetime) -> datetime | None:
        """The next time at which the local clock shows a time of the line.

        CronSim strides over a repeated half hour, so it only gets the offset that holds until a change."""
        from cronsim import CronSim

        since = moment
        while True:
            offset = timezone(self._offset(since))
            due = next(CronSim(self.line, moment.astimezone(offset)), None)
            change = due and self._change(since, due)
            if change is None:
                return due and due.astimezone(UTC)
            since, moment = change, change - timedelta(seconds=1)

    def _change(self, after: datetime, until: datetime) -> datetime | None:
        """The first moment with another offset than `after` has, at most `until`; None without one."""
        while after < until:
            later = min(after + timedelta(days=1), until)
            if self._offset(after) != self._offset(later):
                while later - after > timedelta(seconds=1):
                    middle = after + (later - after) / 2
                    same = self._offset(middle) == self._offset(after)
                    after, later = (middle, later) if same else (after, middle)
                return later.replace(microsecond=0)
            after = later
        return None

    def _offset(self, moment: datetime) -> timedelta:
        return moment.astimezone(self.zone).utcoffset() or timedelta()


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
