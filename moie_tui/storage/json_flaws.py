"""What is wrong with JSON that was not accepted, and the exact place of it."""

from __future__ import annotations

import json
from collections.abc import Callable

from moie_tui.domain.errors import InvalidDocument, KeyPath
from moie_tui.storage.locate import Place, line_and_column, walk

_BOM = b"\xef\xbb\xbf"


Decode = Callable[[str], object]


def explained(error: ValueError | RecursionError, data: bytes, name: str, decode: Decode) -> InvalidDocument:
    """The error that says what is wrong with a document that `decode` did not accept, and where."""
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
    deep = isinstance(error, RecursionError)
    keys, offset, what, fix = _too_deep(text) if deep else _first_reject(text, decode)
    line, column = line_and_column(text, offset)
    return InvalidDocument(what, path=name, line=line, column=column, key=".".join(map(str, keys)), fix=fix)


def _bad_syntax(error: json.JSONDecodeError, text: str, name: str) -> InvalidDocument:
    reason = (error.msg[:1].lower() + error.msg[1:]).removesuffix(" at").removesuffix(" starting")
    what, fix = f"is not JSON: {reason}", "correct it there"
    if not text.strip():
        what, fix = "is empty", "restore it"
    elif error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        what, fix = f"ends in the middle: {reason}", "complete or restore it"
    return InvalidDocument(what, path=name, line=error.lineno, column=error.colno, fix=fix)


def _first_reject(text: str, decode: Decode) -> tuple[KeyPath, int, str, str]:
    """Key path, offset, what and fix of the first value or key that `decode` rejects."""
    seen: dict[int, set[str | int]] = {}
    for place in walk(text):
        depth = len(place.keys)
        if place.token == "{":
            seen[depth + 1] = set()
        if place.keys and isinstance(key := place.keys[-1], str):
            if key in seen[depth]:
                return tuple(place.keys), place.key_offset, "has this key twice", "remove one of the two"
            seen[depth].add(key)
        if reject := _reject(place, decode):
            return tuple(place.keys), place.offset, *reject
    return (), 0, "is no strict JSON", "correct it"


def _reject(place: Place, decode: Decode) -> tuple[str, str] | None:
    if place.token in {"NaN", "Infinity", "-Infinity"}:
        return f"{place.token} is no JSON number", "write a number or null"
    if place.token[0] not in "-0123456789":
        return None
    try:
        decode(place.token)
    except ValueError as error:
        return str(error), "write a smaller number, or text"
    return None


def _too_deep(text: str) -> tuple[KeyPath, int, str, str]:
    depth, deepest = 0, 0
    for place in walk(text):
        if len(place.keys) > depth:
            depth, deepest = len(place.keys), place.offset
    return (), deepest, f"is nested too deeply ({depth} levels)", "make it flatter"
