"""JSON as we accept and write it: strict, and exact about the place of what is wrong."""

from __future__ import annotations

import re

from moie_tui.domain.errors import InvalidDocument, KeyPath, OperationFailed
from moie_tui.values.plain_json import Decoder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

MAX_DIGITS = 400


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
    from moie_tui.storage.json_flaws import explained

    raise explained(flaw, data, name, DECODER.decode) from flaw


def dump(raw: object, kept: Mapping[str, str] | None = None) -> bytes:
    """Two spaces of indent, text as it is, no newline at the end; OperationFailed for what JSON can't hold.

    A lone surrogate, which UTF-8 can't hold, is written as its escape. `kept` has the text of members of an
    object that are written as they were."""
    from moie_tui.storage.json_text import indented, indented_around

    try:
        text = indented_around(raw, kept) if kept and isinstance(raw, dict) else indented(raw)
    except RecursionError as error:
        raise OperationFailed("the document is nested too deeply to be written") from error
    except ValueError as error:
        raise OperationFailed(f"the document can't be written as JSON: {error}") from error
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", _escaped, text).encode("utf-8")


def invalid_at(data: bytes, name: str, path: KeyPath, what: str, *, fix: str = "") -> InvalidDocument:
    """The error for a value of well-formed JSON, found by its key path, that is not what it must be."""
    from moie_tui.storage.locate import locate

    line, column = locate(data.decode("utf-8", "replace"), path)
    return InvalidDocument(what, path=name, line=line, column=column, key=".".join(map(str, path)), fix=fix)


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


DECODER = Decoder(object_pairs_hook=_object, parse_float=_float, parse_int=_integer, parse_constant=_constant)
