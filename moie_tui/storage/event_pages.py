"""Pages of the log: the lines somebody wants, backwards from its end or a place, or forwards from one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from moie_tui.domain.event import Event
from moie_tui.domain.event_query import EventPage, Logged, Place, Wanted
from moie_tui.domain.plan import Cancel
from moie_tui.storage.event_lines import Unreadable, decode

_NAME = re.compile(r"events-(\d{4}-\d\d-\d\d)\.jsonl", re.ASCII)


def page(
    folder: Path,
    zone: tzinfo | None,
    wanted: Wanted,
    limit: int,
    *,
    before: Place | None,
    after: Place | None,
    cancel: Cancel,
) -> EventPage:
    """One page; see `Readings.events`."""
    lines = [one for one in _lines(folder) if (before is None or one[0] < before)]
    lines = [one for one in lines if after is None or one[0] > after]
    found: list[Logged] = []
    unreadable, searched, reached = 0, 0, None
    for place, line in lines if after is not None else reversed(lines):
        if len(found) >= limit or cancel.is_set():
            break
        one = decode(line, zone)
        if isinstance(one, Unreadable):
            unreadable += 1
            one = one.at(datetime.fromisoformat(place.day).replace(tzinfo=UTC))
        if isinstance(one, Event) and wanted.takes(one):
            found.append(Logged(place, one))
        searched, reached = searched + 1, place
    ordered = found if after is not None else list(reversed(found))
    return EventPage(tuple(ordered), unreadable, searched < len(lines), reached)


def _lines(folder: Path) -> Iterator[tuple[Place, bytes]]:
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    for name in names:
        if found := _NAME.fullmatch(name):
            offset = 0
            for line in (folder / name).read_bytes().splitlines(keepends=True):
                if line.strip():
                    yield Place(found[1], offset), line.rstrip(b"\n")
                offset += len(line)
