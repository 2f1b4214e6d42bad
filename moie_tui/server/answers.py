"""Answers: JSON with an ETag, and problems as one small document, whatever went wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

PROBLEM = "application/problem+json"
AGES = frozenset(("age_seconds", "late_seconds", "message"))
"""Keys of verdicts that only tell how much time has passed: a document is not another one for them."""


class Answered(Exception):
    """Raised to answer with a problem at once; the code is an HTTP status."""

    def __init__(self, code: int, what: str, fix: str = "", headers: Mapping[str, str] | None = None) -> None:
        super().__init__(what)
        self.code, self.what, self.fix, self.headers = code, what, fix, dict(headers or {})


def as_bytes(value: object) -> bytes:
    """JSON on one line; a lone surrogate, which UTF-8 can't hold, becomes the escape JSON has for it."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")


def answer(
    request: Request, document: Mapping[str, object], passing: frozenset[str] = frozenset()
) -> Response:
    """The document, or 304 when the one who asks has it already, but for the `passing` keys."""
    tag = etag(document, passing)
    headers = {"etag": tag, "cache-control": "private, no-cache", "vary": "Authorization"}
    if _has(request.headers.getlist("if-none-match"), tag):
        return Response(status_code=304, headers=headers)
    return Response(as_bytes(document), media_type="application/json", headers=headers)


def etag(document: Mapping[str, object], passing: frozenset[str] = frozenset()) -> str:
    """A weak ETag, in which the `passing` keys do not count."""
    return f'W/"{sha256(as_bytes(_without(document, passing))).hexdigest()[:32]}"'


def problem(found: Answered) -> Response:
    """What went wrong, by RFC 9457."""
    try:
        title = HTTPStatus(found.code).phrase
    except ValueError:
        title = "Error"
    body = {"status": found.code, "title": title, "detail": found.what, "fix": found.fix}
    headers = {"cache-control": "no-store"} | found.headers
    return Response(as_bytes(body), found.code, media_type=PROBLEM, headers=headers)


def _without(value: object, keys: frozenset[str]) -> object:
    if not keys:
        return value
    if isinstance(value, Mapping):
        return {key: _without(one, keys) for key, one in value.items() if key not in keys}
    return [_without(one, keys) for one in value] if isinstance(value, list) else value


def _has(shown: list[str], tag: str) -> bool:
    known = [one.strip() for line in shown for one in line.split(",")]
    return "*" in known or tag in known or tag.removeprefix("W/") in known
