"""Names of snapshots: what they tell, the short ids made of them, and their sha256 sidecars."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import UTC, datetime, tzinfo

from moie_tui.domain.ids import LETTERS, base32
from moie_tui.values import dataclass, form_of, pattern
from moie_tui.values.digest import sha256_of

LATEST = "latest"
SIDECAR = ".sha256"
_LEAST_ID_LENGTH, _LONGEST_ID = 4, 52

_NAME = pattern(
    r"sovereign_state_v(?P<version>[1-9]\d{0,3})_(?P<stamp>\d{8}_\d{6})(?P<utc>Z)?"
    r"(?:-(?P<nth>[2-9]|[1-9]\d{1,4}))?\.json",
    re.ASCII,
)
_USUAL = {"sovereign_state_v0_00000000_000000Z.json", "sovereign_state_v0_00000000_000000.json"}
"""The commonest of these, each digit as 0."""
_VERSION, _STAMP = slice(17, 18), slice(19, 34)
_SUM_LENGTH, _SUM_ENDS = 64, (b"  ", b" *")


@dataclass(frozen=True, slots=True)
class NameParts:
    """What a snapshot's name tells: the schema, the moment (aware UTC), and which one of its second it is."""

    version: int
    taken_at: datetime
    nth: int = 1

    @property
    def sequence(self) -> int:
        """The place in the order of snapshots that the moment alone gives: milliseconds since 1970."""
        return int(self.taken_at.timestamp()) * 1000 + self.nth - 1


def snapshot_name(parts: NameParts) -> str:
    """`sovereign_state_v2_20261102_101500Z.json`, with `-2` for the second of the same second."""
    stamp = f"{parts.taken_at.astimezone(UTC):%Y%m%d_%H%M%S}".rjust(15, "0")
    nth = f"-{parts.nth}" if parts.nth > 1 else ""
    return f"sovereign_state_v{parts.version}_{stamp}Z{nth}.json"


def read_name(name: str, zone: tzinfo | None) -> NameParts | None:
    """The parts of a plain snapshot name, None for any other; a name without `Z` is local time in `zone`."""
    found = _cut(name)
    if found is None:
        return None
    version, stamp, utc, nth = found
    year, month, day = int(stamp[:4]), int(stamp[4:6]), int(stamp[6:8])
    hour, minute, second = int(stamp[9:11]), int(stamp[11:13]), int(stamp[13:])
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC if utc else zone)
        taken_at = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return NameParts(int(version), taken_at, int(nth or 1))


def _cut(name: str) -> tuple[str, str, str, str] | None:
    """The version, the moment, "Z" and which of its second; the latter two are "" where a name has none."""
    if form_of(name) in _USUAL and name[_VERSION] != "0":
        return name[_VERSION], name[_STAMP], name[_STAMP.stop].strip("."), ""
    found = _NAME.fullmatch(name)
    return found and (found["version"], found["stamp"], found["utc"] or "", found["nth"] or "")


def short_id(name: str, taken: Collection[str]) -> str:
    """Base32 of the name's sha256, lowercase, as short as the ids already taken allow."""
    whole = base32(bytes.fromhex(sha256_of(name.encode())))
    lengths = range(_LEAST_ID_LENGTH, len(whole))
    return next((whole[:n] for n in lengths if whole[:n] not in taken and whole[:n] != LATEST), whole)


def is_id(text: str) -> bool:
    """Whether an id can be this."""
    return _LEAST_ID_LENGTH <= len(text) <= _LONGEST_ID and set(text) <= set(LETTERS)


def sidecar_line(name: str, sha256: str) -> bytes:
    """What `sha256sum -c` reads beside the snapshot."""
    return f"{sha256}  {name}\n".encode()


def sidecar_sum(data: bytes) -> str:
    """The sha256 a sidecar names, "" when it names none."""
    line = data.removeprefix(b"\\")
    total, end = line[:_SUM_LENGTH], line[_SUM_LENGTH : _SUM_LENGTH + 2]
    is_sum = len(total) == _SUM_LENGTH and not total.strip(b"0123456789abcdef") and end in _SUM_ENDS
    return total.decode("ascii") if is_sum else ""
