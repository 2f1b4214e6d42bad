"""What a request asks for beside its path: checked strictly, so that a slip is told and not passed over."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import TypeVar

from starlette.requests import Request

from moie_tui.domain.event import INFO, LEVELS
from moie_tui.domain.event_query import Place, Wanted
from moie_tui.domain.timestamps import parse_timestamp
from moie_tui.server.answers import Answered
from moie_tui.server.door import unauthorized
from moie_tui.server.event_documents import place_of

T = TypeVar("T")

MOST_ROWS, USUAL_ROWS = 500, 100
_MOST_OFFSET = 10**9
_LONGEST_TEXT = 200
EVENT_KEYS = ("level", "category", "text", "since", "until", "limit", "before", "after")


def is_open(request: Request) -> bool:
    """Whether the token was shown."""
    return bool(request.state.open)


def require_token(request: Request) -> None:
    """401 unless the token was shown."""
    if not is_open(request):
        raise unauthorized()


def require_known(request: Request, known: Collection[str], repeated: Collection[str] = ()) -> None:
    """400 for a parameter nobody knows, or one that is given twice."""
    for key in request.query_params:
        if key not in known:
            fix = f"one of {', '.join(known)}" if known else "leave it out"
            raise Answered(400, f"there is no parameter {key!r}", fix)
        if key not in repeated and len(request.query_params.getlist(key)) > 1:
            raise Answered(400, f"{key} is given more than once", "give it once")


def whole_number(request: Request, key: str, usual: int, least: int, most: int) -> int:
    """The number of a parameter."""
    text = request.query_params.get(key)
    if text is None:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 16 and least <= int(text) <= most):
        raise Answered(400, f"{key} must be a whole number from {least} to {most}")
    return int(text)


def rows_of(request: Request) -> tuple[int, int]:
    """The `offset` and `limit` of a list."""
    require_known(request, ("offset", "limit"))
    offset = whole_number(request, "offset", 0, 0, _MOST_OFFSET)
    return offset, whole_number(request, "limit", USUAL_ROWS, 1, MOST_ROWS)


def wanted_of(request: Request) -> Wanted:
    """Which events are asked for. Searching by text needs the token: it would tell what messages say."""
    require_known(request, EVENT_KEYS, repeated=("category",))
    params = request.query_params
    text, level = params.get("text", ""), params.get("level", INFO)
    if text:
        require_token(request)
    if len(text) > _LONGEST_TEXT:
        raise Answered(400, f"text must be at most {_LONGEST_TEXT} characters long")
    if level not in LEVELS:
        raise Answered(400, f"level must be one of {', '.join(LEVELS)}")
    return Wanted(
        level=level,
        categories=frozenset(params.getlist("category")),
        text=text,
        since=_read(request, "since", _moment, "a time with its zone, like 2026-11-22T12:00:00Z"),
        until=_read(request, "until", _moment, "a time with its zone, like 2026-11-22T12:00:00Z"),
    )


def places_of(request: Request) -> tuple[Place | None, Place | None]:
    """The cursors `before` and `after`."""
    before, after = (_read(request, key, place_of, "a cursor of a page") for key in ("before", "after"))
    return before, after


def _read(request: Request, key: str, parse: Callable[[str], T], what: str) -> T | None:
    text = request.query_params.get(key)
    if text is None:
        return None
    try:
        return parse(text)
    except ValueError:
        raise Answered(400, f"{key} must be {what}") from None


def _moment(text: str) -> datetime:
    # In an address a plus sign is a space, unless it is escaped.
    text = text.replace(" ", "+") if "+" not in text and text.rpartition("T")[2].count(" ") else text
    found = parse_timestamp(text, None)
    if not (text[-1:] in "Zz" or "+" in text[10:] or "-" in text[10:]):
        raise ValueError("no zone")
    return found
