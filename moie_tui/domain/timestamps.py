"""Times as documents spell them: read naive, `Z` or with an offset; written like what they replace."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from moie_tui.values import form_of, pattern

_FORM = pattern(
    r"\d{4}-\d\d-\d\d(?P<sep>[Tt ])\d\d:\d\d(?P<seconds>:\d\d(?:\.(?P<fraction>\d{1,9}))?)?"
    r"(?P<offset>[Zz]|[+-]\d\d(?::?\d\d)?)?",
    re.ASCII,
)
_USUAL = {
    f"0000-00-00T00:00:00{fraction}{offset}"
    for fraction in ("", ".000", ".000000")
    for offset in ("", "Z", "+00:00", "-00:00")
}
"""The commonest of these, each digit as 0."""


class MachineZone(tzinfo):
    """The zone of the machine, with its past and coming changes of the clock."""

    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        """The machine's offset at the local time `dt`."""
        return None if dt is None else dt.replace(tzinfo=None).astimezone().utcoffset()

    def dst(self, dt: datetime | None) -> timedelta | None:
        """Unknown: the machine tells only the whole offset."""
        return None

    def tzname(self, dt: datetime | None) -> str | None:
        """The machine's name for its offset at `dt`."""
        return None if dt is None else dt.replace(tzinfo=None).astimezone().tzname()

    def fromutc(self, dt: datetime) -> datetime:
        """The local time of a moment, with `fold` set in the second pass of a repeated hour."""
        real = dt.replace(tzinfo=UTC).astimezone()
        local = real.replace(tzinfo=self)
        return local if local.utcoffset() == real.utcoffset() else local.replace(fold=1)


MACHINE_ZONE = MachineZone()


def parse_timestamp(text: str, zone: tzinfo | None) -> datetime:
    """The moment as aware UTC; a naive one is read in `zone` (None: the machine's). Else ValueError."""
    said = text.strip()
    if form_of(said) not in _USUAL and _FORM.fullmatch(said) is None:
        raise ValueError(f"not a time: {text!r}")
    moment = datetime.fromisoformat(said.upper())
    if moment.tzinfo is UTC:
        return moment
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone or MACHINE_ZONE)
    try:
        return moment.astimezone(UTC)
    except (OverflowError, OSError) as error:
        raise ValueError(f"out of range: {text!r}") from error


def moment_of(value: object, zone: tzinfo | None) -> datetime | None:
    """The moment a value of a document tells as aware UTC; None when it tells none."""
    if type(value) is not str:
        return None
    try:
        return parse_timestamp(value, zone)
    except ValueError:
        return None


def write_like(moment: datetime, sample: str | None, zone: tzinfo | None, version: int) -> str:
    """`moment` in the style of `sample`; without a readable one naive local in v1 and v2, UTC from v3 on."""
    found = _FORM.fullmatch(sample.strip()) if sample else None
    if found is None or moment_of(sample, zone) is None:
        return utc_text(moment) if version >= 3 else _naive(moment, zone).isoformat(timespec="seconds")
    offset = found["offset"]
    local = moment.astimezone(_zone_of(offset)) if offset else _naive(moment, zone)
    text = f"{local.date().isoformat()}{found['sep']}{local:%H:%M}"
    if found["seconds"]:
        text += f":{local.second:02d}"
    if found["fraction"]:
        text += "." + f"{local.microsecond:06d}000"[: len(found["fraction"])]
    return text + (offset or "")


def utc_like(text: str, zone: tzinfo | None) -> str:
    """The same moment in UTC with `+00:00`, to the digit `text` has; as it is when it tells no time."""
    moment, found = moment_of(text, zone), _FORM.fullmatch(text.strip())
    if moment is None or found is None:
        return text
    return write_like(moment, text.strip().removesuffix(found["offset"] or "") + "+00:00", zone, 3)


def utc_text(moment: datetime) -> str:
    """The form of our own files: UTC with `+00:00`, to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _naive(moment: datetime, zone: tzinfo | None) -> datetime:
    return moment.astimezone(zone or MACHINE_ZONE).replace(tzinfo=None)


def _zone_of(offset: str) -> tzinfo:
    if offset in "Zz":
        return UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    span = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-span if offset[0] == "-" else span)
