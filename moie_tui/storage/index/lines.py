"""Adding up the bytes of a log, hundreds of thousands of lines a second."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from itertools import compress
from typing import Any

from moie_tui.domain.event import CRITICAL
from moie_tui.domain.tally import SPECIAL, OwnLine, Tally
from moie_tui.storage.event_lines import LONGEST_LINE

_BATCH = 256
_FACTS = (
    r'\{("origin": \{[^{}\n]*+\}(?:, |(?=\}\})))?+'
    r"([^{}\n]*+(?:\{[^{}\n]*+\}[^{}\n]*+)*+)\}\}"
)
_LINE = re.compile(
    r'^(?:\{"timestamp": "(\d{4}-\d\d-\d\dT\d\d:\d\d)(:[0-5]\d\.\d{6}\+00:00)", '
    r'"level": "(info|warning|error|critical)", '
    r'"category": "([\w. -]*+)", '
    r'"message": "([^"\\\x00-\x1f]*+)", '
    rf'"metadata": {_FACTS}'
    r"|([^\n]*\S[^\n]*))$",
    re.MULTILINE | re.ASCII,
)
"""A line in the form that our own have, its metadata apart from who acted, which nobody counts; else any that
is not blank. The metadata of what is only counted is not looked at: a torn line lacks the end of it."""


def add_lines(tally: Tally, data: bytes) -> None:
    """Adds whole lines to what is counted."""
    lines = data.split(b"\n")
    if max(map(len, lines)) >= LONGEST_LINE:
        long = [line for line in lines if len(line) >= LONGEST_LINE]
        tally.spoilt(len(long))
        data = b"\n".join(line for line in lines if len(line) < LONGEST_LINE)
    rows: list[OwnLine] = _LINE.findall(data.decode("utf-8", "replace"))
    counts = [bool(row[0]) and row[3] not in SPECIAL and row[2] != CRITICAL for row in rows]
    plain = Counter([(row[0], row[2], row[3]) for row in compress(rows, counts)])
    for (minute, level, category), count in plain.items():
        tally.add_plain(minute, level, category, count)
    others = [row for row, counted in zip(rows, counts, strict=True) if not counted]
    for at in range(0, len(others), _BATCH):
        _add_batch(tally, others[at : at + _BATCH])


def _add_batch(tally: Tally, rows: Sequence[OwnLine]) -> None:
    """Adds lines in their order: of those in our own form only the metadata is left to be parsed."""
    texts = [f"{{{row[6]}}}" if row[0] else row[7] for row in rows]
    raws = _parsed(f"[{','.join(texts)}]")
    if not isinstance(raws, list) or len(raws) != len(texts):
        raws = [_parsed(text) for text in texts]  # what spoils its batch must not take the others with it
    for row, raw in zip(rows, raws, strict=True):
        if row[0]:
            tally.add_own(row, raw)
        else:
            tally.add(raw)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
