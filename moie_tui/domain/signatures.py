"""Failures that are one and the same but for numbers, ids and places."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from moie_tui.domain.executions import Execution, last_line
from moie_tui.domain.text import plain, shorten
from moie_tui.values import dataclass, pattern

_LONGEST = 200
_TRACEBACK = pattern(r"^Traceback \(most recent call last\):", re.MULTILINE)
# What a number stands for when it is the kind itself, not one of many: which errno, which status.
_CODE = pattern(
    r"(?<![\w/])((?:errno|exit(?:ed)?(?: with)?(?: (?:code|status))?|status(?: code)?|signal"
    r"|HTTP(?:/[0-9.]+)?)"
    r"[ :=]{1,2}-?[0-9]{1,3})(?![0-9\w.])",
    re.IGNORECASE,
)
_PARTS = (
    (re.compile(r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b", re.IGNORECASE), "ID"),
    (re.compile(r"\b0x[0-9a-f]+\b|\b(?=[a-f]*[0-9])[0-9a-f]{8,}\b", re.IGNORECASE), "ID"),
    (re.compile(r"(?<![\w.])~?(?:/[\w.@%+=:,-]*[\w.@%+=-]){2,}/?"), "PATH"),
    (re.compile(r"[0-9]+(?:[.,:][0-9]+)*"), "N"),
)


@dataclass(frozen=True, slots=True)
class Signature:
    """One kind of failure; the times are None when no execution of it has a readable one.

    `last_good_before` is the last good run before it was first seen, None when none is kept."""

    text: str
    count: int
    first_seen: datetime | None
    last_seen: datetime | None
    last_good_before: datetime | None = None

    def as_json(self) -> dict[str, object]:
        """One row of `signatures`."""
        return {
            "signature": self.text,
            "count": self.count,
            "first_seen": self.first_seen.isoformat() if self.first_seen else None,
            "last_seen": self.last_seen.isoformat() if self.last_seen else None,
            "last_good": self.last_good_before.isoformat() if self.last_good_before else None,
        }


def signature_of(error: str) -> str:
    """The error with its numbers, ids and paths replaced by words; of a traceback its last line.

    Small numbers after exit, errno, status, signal and HTTP stay, as they tell kinds of failures apart."""
    said = last_line(error) if _TRACEBACK.search(error) else error
    text = shorten(" ".join(plain(said).split()), _LONGEST)
    pieces = _CODE.split(text)
    # The split leaves the codes at the odd places.
    return "".join(piece if at % 2 else _folded(piece) for at, piece in enumerate(pieces))


def _folded(text: str) -> str:
    for part, word in _PARTS:
        text = part.sub(word, text)
    return text


def signatures(executions: Iterable[Execution]) -> tuple[Signature, ...]:
    """The failures among `executions` by kind, the most frequent first."""
    groups: dict[str, list[Execution]] = {}
    good: list[datetime] = []
    for one in executions:
        if one.good and one.at is not None:
            good.append(one.at)
        if not one.good:
            groups.setdefault(signature_of(one.error or "no error was recorded"), []).append(one)
    found = [_signature(text, group, good) for text, group in groups.items()]
    return tuple(sorted(found, key=lambda one: -one.count))


def _signature(text: str, group: list[Execution], good: list[datetime]) -> Signature:
    times = [one.at for one in group if one.at is not None]
    first = min(times, default=None)
    before = max((at for at in good if first is not None and at < first), default=None)
    return Signature(text, len(group), first, max(times, default=None), before)
