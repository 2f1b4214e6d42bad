"""One event as one line of the log, ours and other programs'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo

from moie_tui.domain.event import INFO, WARNING, Event, level_of
from moie_tui.domain.text import plain, shorten
from moie_tui.domain.timestamps import parse_timestamp, utc_text
from moie_tui.values import dataclass
from moie_tui.values.plain_json import dumps, loads

EPOCH = datetime.fromtimestamp(0, UTC)
LONGEST_LINE = 64 * 1024
_LONGEST_MESSAGE = 8_000
_EXCERPT = 120
_KEY, _FORM = b'{"timestamp": "', b"0000-00-00T00:00:00.000000+00:00"
_OUR_TIME, _IN_UTC = len(_FORM), b"+00:00"
_ZEROES = bytes.maketrans(b"123456789", b"0" * 9)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line that is no event: its beginning, plain."""

    excerpt: str

    def at(self, moment: datetime) -> Event:
        """The event it is shown as."""
        message = f"unreadable line: {self.excerpt}" if self.excerpt else "unreadable line"
        return Event(moment, WARNING, "log", message)


def encode(event: Event) -> bytes:
    """The line of an event; one over 64 kB keeps of its metadata only the origin."""
    line = _encode(event.message, event.metadata, event)
    if len(line) < LONGEST_LINE:
        return line
    origin = {key: value for key, value in event.metadata.items() if key == "origin"}
    return _encode(shorten(event.message, _LONGEST_MESSAGE), {**origin, "shortened": True}, event)


def decode(line: bytes, zone: tzinfo | None) -> Event | Unreadable:
    """The event of a line; naive times are read in `zone`, other words for levels are understood."""
    if len(line) >= LONGEST_LINE:
        return unreadable(line, "over 64 kB long, ")
    try:
        raw = loads(line.decode("utf-8", "replace"))
        message, level = raw["message"], raw.get("level", INFO)
        category, metadata = raw.get("category"), raw.get("metadata")
        moment = _moment(raw["timestamp"], zone)
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return unreadable(line)
    if not isinstance(message, str) or not isinstance(level, str):
        return unreadable(line)
    return Event(
        timestamp=moment,
        level=level_of(level),
        category=category if isinstance(category, str) else "",
        message=message,
        metadata=metadata if isinstance(metadata, dict) else {},
    )


def plain_moment(line: bytes) -> str:
    """When a line of our form happened, in the form of `utc_text`, which sorts by time; "" for any other.

    Where that is no time after all, the line is no event."""
    moment = line[len(_KEY) : len(_KEY) + _OUR_TIME]
    if moment.translate(_ZEROES) != _FORM or not moment.endswith(_IN_UTC) or not line.startswith(_KEY):
        return ""
    # Of a key that comes twice JSON takes the last, and with a backslash any word is spelled otherwise.
    if b"\\" in line or line.count(b'"timestamp"') > 1:
        return ""
    return moment.decode()


def plain_moments(lines: Sequence[bytes]) -> list[bytes] | None:
    """The same of many lines at once; None where one is of another form."""
    text = b"\n".join(lines)
    moments = [line[len(_KEY) : len(_KEY) + _OUR_TIME] for line in lines]
    if b"\\" in text or text.count(b'"timestamp"') != len(lines):
        return None
    ours = all(line.startswith(_KEY) for line in lines) and all(one.endswith(_IN_UTC) for one in moments)
    return moments if ours and b"".join(moments).translate(_ZEROES) == _FORM * len(lines) else None


def start_of(day: str) -> datetime:
    """Midnight UTC of a file's day; 1970 where the name is no day."""
    try:
        return datetime.fromisoformat(day).replace(tzinfo=UTC)
    except ValueError:
        return EPOCH


def _moment(text: str, zone: tzinfo | None) -> datetime:
    # Most lines are ours, whose form needs no second look: parsing them all is what a search costs.
    if len(text) == _OUR_TIME and text[10] == "T" and text[4] == text[7] == "-" and text.endswith("+00:00"):
        return datetime.fromisoformat(text)
    return parse_timestamp(text, zone)


def unreadable(line: bytes, why: str = "") -> Unreadable:
    """The mark for a line that is no event."""
    return Unreadable(why + shorten(plain(line[: 4 * _EXCERPT].decode("utf-8", "replace")).strip(), _EXCERPT))


def _encode(message: str, metadata: Mapping[str, object], event: Event) -> bytes:
    raw = {
        "timestamp": utc_text(event.timestamp),
        "level": event.level,
        "category": event.category,
        "message": message,
        "metadata": dict(metadata),
    }
    # A lone surrogate, which UTF-8 can't hold, becomes the escape JSON has for it.
    return dumps(raw, ensure_ascii=False, allow_nan=False).encode("utf-8", "backslashreplace")
