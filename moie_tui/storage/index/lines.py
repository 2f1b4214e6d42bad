"""Adding up the bytes of a log, hundreds of thousands of lines a second."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from moie_tui.domain.tally import Tally
from moie_tui.storage.event_lines import LONGEST_LINE

_BATCH = 256
_LINE = re.compile(
    rb'^(?:\{"timestamp": "(\d{4}-\d\d-\d\dT\d\d:\d\d):[0-5]\d\.\d{6}\+00:00", '
    rb'"level": "(info|warning|error)", '
    rb'"category": "((?!heartbeat"|job"|operation")[\w. -]{0,64}+)", '
    rb'"message": "[^"\\\x00-\x1f]{0,30000}+", '
    rb'"metadata": \{(?:[^{}\n]{1,2000}+|\{[^{}\n]{0,2000}+\}){0,8}+\}\}'
    rb"|([^\n]*\S[^\n]*))$",
    re.MULTILINE,
)
"""A line of which only minute, level and category count, in the form that our own have; else any that is
not blank. The inside of flat metadata is not looked at: it can't be torn, since a torn line lacks its end."""

_ORIGIN = re.compile(rb'"origin": \{[^{}\n]*\}')
"""Who acted: nobody counts that, and parsing it takes a third of the time."""


def add_lines(tally: Tally, data: bytes) -> None:
    """Adds whole lines to what is counted."""
    found: list[tuple[bytes, bytes, bytes, bytes]] = _LINE.findall(data)
    for (minute, level, category), count in Counter([one[:3] for one in found if not one[3]]).items():
        tally.add_plain(minute.decode(), level.decode(), category.decode(), count)
    others = [one[3] for one in found if one[3]]
    for at in range(0, len(others), _BATCH):
        _add_batch(tally, others[at : at + _BATCH])


def _add_batch(tally: Tally, lines: Sequence[bytes]) -> None:
    raws = _parsed(_ORIGIN.sub(b'"origin": 0', b"[" + b",".join(lines) + b"]"))
    if not isinstance(raws, list) or len(raws) != len(lines) or max(map(len, lines)) >= LONGEST_LINE:
        raws = list(_one_by_one(lines))
        tally.spoilt(len(lines) - len(raws))
    tally.add(raws)


def _one_by_one(lines: Sequence[bytes]) -> Iterator[Any]:
    """What each readable line holds; one that spoils its batch must not take the others with it."""
    for line in lines:
        raw = _parsed(line) if len(line) < LONGEST_LINE else None
        if raw is not None:
            yield raw


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
