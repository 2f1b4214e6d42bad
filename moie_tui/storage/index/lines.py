"""Adding up the bytes of a log, hundreds of thousands of lines a second."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any

from moie_tui.domain.event import CRITICAL
from moie_tui.domain.tally import SPECIAL, OwnLine, Tally
from moie_tui.storage.event_lines import LONGEST_LINE

_BATCH = 256
_COUNTED = itemgetter(0, 2, 3)
"""Minute, level and category."""
_UNESCAPED = bytes({*range(32), ord("\\")} - {ord("\n")})
"""What JSON's texts hold only escaped, and what escapes them."""
_FORM = (
    r'^(?:\{"timestamp": "(.{10}T.{5})(:[0-5]\d\.\d{6}\+00:00)", '
    r'"level": "(info|warning|error|critical)", '
    r'"category": "(TEXT)", '
    r'"message": "(TEXT)", '
    r'"metadata": \{("origin": \{[^}]*+\}(?:, |(?=\}\})))?+(.*)\}\}'
    r"|(.*\S.*))$"
)
_LINE, _STRICT = (
    re.compile(_FORM.replace("TEXT", text), re.MULTILINE | re.ASCII)
    for text in ('[^"]*+', r'[^"\\\x00-\x1f]*+')
)
"""A line in the form that our own have, its metadata apart from who acted, which nobody counts; else any that
is not blank. The first is quicker, and right for lines of which none has an escaped character."""


def add_lines(tally: Tally, data: bytes) -> None:
    """Adds whole lines to what is counted."""
    rows = _rows(_bounded(tally, data))
    others = [
        row
        for row in rows
        if row[3] in SPECIAL or not row[0] or row[2] == CRITICAL or "{" in row[6] or "}" in row[6]
    ]
    told = list(zip(others, _raws(others), strict=True))
    counts = Counter(map(_COUNTED, rows))
    counts.subtract(_COUNTED(row) for row, raw in told if not row[0] or raw.__class__ is not dict)
    for (minute, level, category), count in counts.items():
        if count:
            tally.add_plain(minute, level, category, count)
    for row, raw in told:
        if row[0]:
            tally.add_own(row, raw)
        else:
            tally.add(raw)


def _bounded(tally: Tally, data: bytes) -> bytes:
    """The lines without those that are too long, which are spoilt."""
    at = 0
    while len(data) - at >= LONGEST_LINE:
        if (cut := data.rfind(b"\n", at, at + LONGEST_LINE)) < 0:
            break
        at = cut + 1
    else:
        return data
    lines = data.split(b"\n")
    short = [line for line in lines if len(line) < LONGEST_LINE]
    tally.spoilt(len(lines) - len(short))
    return b"\n".join(short)


def _rows(data: bytes) -> list[OwnLine]:
    """A row for each line that is not blank."""
    text = data.decode("utf-8", "replace")
    if len(data.translate(None, _UNESCAPED)) == len(data):
        rows: list[OwnLine] = _LINE.findall(text)
        if len(rows) == data.count(b"\n"):  # no row took in the line after it
            return rows
    return _STRICT.findall(text)


def _raws(rows: Sequence[OwnLine]) -> Iterator[Any]:
    """What each line says: of one in our own form only the metadata is left to be parsed."""
    for at in range(0, len(rows), _BATCH):
        batch = rows[at : at + _BATCH]
        raws = _parsed(f"[{','.join([f'{{{row[6]}}}' if row[0] else row[7] for row in batch])}]")
        if not isinstance(raws, list) or len(raws) != len(batch):
            raws = map(_alone, batch)  # what spoils its batch must not take the others with it
        yield from raws


def _alone(row: OwnLine) -> Any:
    """What one line says; whoever acted may be told by more braces than were taken for theirs."""
    return _parsed(f"{{{row[5]}{row[6]}}}" if row[0] else row[7])


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
