"""Events as JSON; messages and metadata may quote commands and outputs, so they need the token."""

from __future__ import annotations

import re
from typing import Any

from moie_tui.domain.event_query import EventPage, Logged, Place
from moie_tui.domain.json_values import fit
from moie_tui.domain.timestamps import utc_text
from moie_tui.values import replace

TOLD = ("job", "phase", "outcome", "operation", "snapshot", "run_id", "exit_code", "duration_ms")
"""What of the metadata anybody may see: ids, numbers and words of ours."""
_LONGEST = 100
_CURSOR = re.compile(r"(\d{4}-\d\d-\d\d):(\d{1,15})", re.ASCII)


def events_document(found: EventPage, opened: bool, after: Place | None = None) -> dict[str, Any]:
    """A page, oldest first; `older` goes on `before` it, null when nothing is there, `newer` `after` it."""
    places = [one.place for one in found.events]
    ends = (found.reached or (places[-1 if after else 0] if places else None)) if found.more else None
    older = (places[0] if places else after) if after else ends
    newer = (ends or (places[-1] if places else after)) if after else (places[-1] if places else None)
    return {
        "events": [_row(one, opened) for one in found.events],
        "unreadable": found.unreadable,
        "more": found.more,
        "older": cursor(older) if older else None,
        "newer": cursor(newer) if newer else None,
    }


def up_to(found: EventPage, before: Place) -> EventPage:
    """Of a page read forwards what lies before a place."""
    events = tuple(one for one in found.events if one.place < before)
    past = len(events) < len(found.events) or (found.reached is not None and found.reached >= before)
    return replace(found, events=events, more=found.more and not past)


def cursor(place: Place) -> str:
    """A place as an address can hold it."""
    return f"{place.day}:{place.offset}"


def place_of(text: str) -> Place:
    """The place a cursor names; ValueError when it is none."""
    found = _CURSOR.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no cursor of a page before")
    return Place(found[1], int(found[2]))


def _row(one: Logged, opened: bool) -> dict[str, Any]:
    event = one.event
    row: dict[str, Any] = {
        "cursor": cursor(one.place),
        "timestamp": utc_text(event.timestamp),
        "level": event.level,
        "category": event.category,
    }
    if opened:
        return row | {"message": event.message, "metadata": fit(event.metadata)}
    told = {key: fit(event.metadata[key]) for key in TOLD if key in event.metadata}
    return row | {"metadata": {key: value for key, value in told.items() if _is_plain(value)}}


def _is_plain(value: object) -> bool:
    return (
        value is None or isinstance(value, int | float) or (isinstance(value, str) and len(value) <= _LONGEST)
    )
