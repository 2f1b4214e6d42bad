"""Which state was in force at a moment, told by the copies around it and by what was done in between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from moie_tui.domain.diff import Document, apply, diff, reverse
from moie_tui.domain.plan import HEARTBEAT, SCHEMA, OperationRecord
from moie_tui.values import dataclass

_FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Copy:
    """The state as it was at `at`: a snapshot, or the live one when `name` is "".

    `since` is the oldest time of which it is known that it was so already: that of its heartbeat, or that of
    the writing of its file."""

    raw: Document
    version: int
    at: datetime
    name: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class InForce:
    """A document, the copy it was made of, and how many `acts` were laid over that; None when no copy tells.

    `by_beat`: the copy is a later one, and this is since when it was so. Until `unsure_until` another program
    changed the state, nobody knows when."""

    raw: Document | None = None
    copy: Copy | None = None
    acts: int = 0
    by_beat: datetime | None = None
    unsure_until: datetime | None = None


def in_force(
    older: Copy | None, newer: Copy | None, records: Iterable[OperationRecord], moment: datetime
) -> InForce:
    """The state at `moment`, between the copies around it; `records` in any order.

    A snapshot is taken before the change it is taken for. So what was done between it and the moment is laid
    over it; where that does not lead to the next copy, a plain script was at work, and the next copy counts
    when its heartbeat was there already."""
    done = sorted((one for one in records if _counts(one)), key=lambda one: one.at)
    still = [one for one in done if newer is not None and moment < one.at < newer.at]
    if older is None:
        return _taken_back(newer, still) if newer is not None and _was_so(newer, moment) else InForce()
    made = [one for one in done if older.at <= one.at <= moment]
    if any(map(_migrates, made)):
        if newer is not None and not any(map(_migrates, still)):
            return _taken_back(newer, still)
        made = [one for one in made if not _migrates(one)]
    there = _with(older.raw, made)
    forward = InForce(there, older, len(made))
    if newer is None or newer.version != older.version:
        return forward
    strange = diff(_with(there, still), newer.raw)
    if not strange:
        return forward
    if _was_so(newer, moment):
        return _taken_back(newer, still)
    beaten_later = newer.since is not None and any(one.kind == HEARTBEAT for one in strange)
    return forward if beaten_later else InForce(there, older, len(made), unsure_until=newer.at)


def _was_so(copy: Copy, moment: datetime) -> bool:
    return copy.since is not None and copy.since <= moment


def _taken_back(newer: Copy, still: Sequence[OperationRecord]) -> InForce:
    raw = newer.raw
    for one in reversed(still):
        raw = apply(raw, reverse(one.effects))
    return InForce(raw, newer, by_beat=newer.since or newer.at)


def _with(raw: Document, made: Sequence[OperationRecord]) -> Document:
    for one in made:
        raw = apply(raw, one.effects)
    return raw


def _counts(record: OperationRecord) -> bool:
    changed = any(one.path or one.kind == SCHEMA for one in record.effects)
    return changed and record.outcome not in ("", _FAILED)


def _migrates(record: OperationRecord) -> bool:
    return any(one.kind == SCHEMA for one in record.effects)
