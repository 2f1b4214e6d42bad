"""JSON as we accept and write it: strict, and exact about the place of what is wrong."""

from __future__ import annotations

import json
import re

from moie_tui.domain.errors import InvalidDocument, KeyPath, OperationFailed
from moie_tui.storage.json_text import indented, indented_around
from moie_tui.storage.locate import Place, line_and_column, locate, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

MAX_DIGITS = 400
_BOM = b"\xef\xbb\xbf"
_TOO_DEEP = "is nested too deeply"


class _Rejected(ValueError):
    """JSON as Python reads it, but not as we do."""


def parse(data: bytes, name: str) -> object:
    """The document in `data`; InvalidDocument, with `name` as its path, says what is wrong and where.

    Beyond bad syntax it rejects a byte order mark, NaN and Infinity, numbers that overflow to infinity,
    integers of more than MAX_DIGITS digits and a key that stands twice in one object."""
    try:
        return DECODER.decode(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        flaw = error
    raise _explained(flaw, data, name) from flaw


def dump(raw: object, kept: Mapping[str, str] | None = None) -> bytes:
    """Two spaces of indent, text as it is, no newline at the end; OperationFailed for what JSON can't hold.

    A lone surrogate, which UTF-8 can't hold, is written as its escape. `kept` has the text of members of an
    object that are written as they were."""
    try:
        text = indented_around(raw, kept) if kept and isinstance(raw, dict) else indented(raw)
    except RecursionError as error:
        raise OperationFailed(f"the document {_TOO_DEEP} to be written") from error
    except ValueError as error:
        raise OperationFailed(f"the document can't be written as JSON: {error}") from error
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", _escaped, text).encode("utf-8")


def invalid_at(data: bytes, name: str, path: KeyPath, what: str, *, fix: str = "") -> InvalidDocument:
    """The error for a value of well-formed JSON, found by its key path, that is not what it must be."""
    line, column = locate(data.decode("utf-8", "replace"), path)
    return InvalidDocument(what, path=name, line=line, column=column, key=_dotted(path), fix=fix)


def _explained(error: ValueError | RecursionError, data: bytes, name: str) -> InvalidDocument:
    if data.startswith(_BOM):
        what, fix = "begins with a byte order mark", "save it as UTF-8 without one"
        return InvalidDocument(what, path=name, line=1, column=1, fix=fix)
    if isinstance(error, UnicodeDecodeError):
        before = data[: error.start].decode("utf-8")
        line, column = line_and_column(before, len(before))
        what, fix = f"is not UTF-8: byte 0x{data[error.start]:02x}", "save it as UTF-8"
        return InvalidDocument(what, path=name, line=line, column=column, fix=fix)
    text = data.decode("utf-8")
    if isinstance(error, json.JSONDecodeError):
        return _bad_syntax(error, text, name)
    keys, offset, what, fix = _too_deep(text) if isinstance(error, RecursionError) else _first_reject(text)
    line, column = line_and_column(text, offset)
    return InvalidDocument(what, path=name, line=line, column=column, key=_dotted(keys), fix=fix)


def _bad_syntax(error: json.JSONDecodeError, text: str, name: str) -> InvalidDocument:
    reason = (error.msg[:1].lower() + error.msg[1:]).removesuffix(" at").removesuffix(" starting")
    what, fix = f"is not JSON: {reason}", "correct it there"
    if not text.strip():
        what, fix = "is empty", "restore it"
    elif error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        what, fix = f"ends in the middle: {reason}", "complete or restore it"
    return InvalidDocument(what, path=name, line=error.lineno, column=error.colno, fix=fix)


def _first_reject(text: str) -> tuple[KeyPath, int, str, str]:
    """Key path, offset, what and fix of the first value or key that `parse` rejects."""
    seen: dict[int, set[str | int]] = {}
    for place in walk(text):
        depth = len(place.keys)
        if place.token == "{":
            seen[depth + 1] = set()
        if place.keys and isinstance(key := place.keys[-1], str):
            if key in seen[depth]:
                return tuple(place.keys), place.key_offset, "has this key twice", "remove one of the two"
            seen[depth].add(key)
        if reject := _reject(place):
            return tuple(place.keys), place.offset, *reject
    return (), 0, "is no strict JSON", "correct it"


def _reject(place: Place) -> tuple[str, str] | None:
    if place.token in {"NaN", "Infinity", "-Infinity"}:
        return f"{place.token} is no JSON number", "write a number or null"
    if place.token[0] not in "-0123456789":
        return None
    try:
        (_float if set(place.token) & set(".eE") else _integer)(place.token)
    except _Rejected as error:
        return str(error), "write a smaller number, or text"
    return None


def _too_deep(text: str) -> tuple[KeyPath, int, str, str]:
    depth, deepest = 0, 0
    for place in walk(text):
        if len(place.keys) > depth:
            depth, deepest = len(place.keys), place.offset
    return (), deepest, f"{_TOO_DEEP} ({depth} levels)", "make it flatter"


def _dotted(path: KeyPath) -> str:
    return ".".join(map(str, path))


def _escaped(surrogate: re.Match[str]) -> str:
    return f"\\u{ord(surrogate[0]):04x}"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Rejected("has a key twice")
    return found


def _integer(text: str) -> int:
    if len(text) > MAX_DIGITS and len(text.lstrip("-")) > MAX_DIGITS:
        raise _Rejected(f"has more than {MAX_DIGITS} digits")
    return int(text)


def _float(text: str) -> float:
    number = float(text)
    if number - number != 0:
        raise _Rejected("is too large a number")
    return number


def _constant(text: str) -> float:
    raise _Rejected(f"{text} is no JSON number")


DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_float, parse_int=_integer, parse_constant=_constant
)
