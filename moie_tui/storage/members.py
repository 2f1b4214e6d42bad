"""The members of a large document with their text in the file: what did not change need not be spelt anew."""

from __future__ import annotations

from moie_tui.storage.strict_json import DECODER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    T = TypeVar("T")

_BLANK = " \t\n\r"


def members(data: bytes) -> tuple[dict[str, Any], dict[str, str]] | None:
    """The values and the texts of an object's members; None for no object and whatever `parse` refuses."""
    try:
        return _members(data.decode("utf-8"))
    except (ValueError, IndexError, RecursionError):
        return None


def as_we_indent(text: str) -> bool:
    """Whether a member's text looks as `dump` would write it: an object, two spaces deep."""
    return text.startswith("{\n    ") and text.endswith("\n  }")


def walked(text: str, value_at: Callable[[str, int], tuple[T, int]]) -> dict[str, T] | None:
    """What `value_at` makes of each member, given its key and where it begins; it tells where that ends.

    None for what is no object; an error of `raw_decode`, or IndexError, for what is no JSON."""
    values: dict[str, T] = {}
    at = _next(text, 0)
    mark, at = text[at], _next(text, at + 1)
    if mark != "{":
        return None
    while text[at] != "}" or mark == ",":
        key, at = DECODER.raw_decode(text, at)
        at = _next(text, at)
        if not isinstance(key, str) or key in values or text[at] != ":":
            return None
        values[key], end = value_at(key, _next(text, at + 1))
        at = _next(text, end)
        if (mark := text[at]) == "}":
            break
        if mark != ",":
            return None
        at = _next(text, at + 1)
    return None if text[at + 1 :].strip(_BLANK) else values


def listed(text: str, begin: int, value_at: Callable[[int], tuple[T, int]]) -> tuple[list[T], int]:
    """The same of each element of the list that begins at `begin`, and where the list ends.

    ValueError or IndexError for what is no JSON."""
    values: list[T] = []
    at = _next(text, begin + 1)
    if text[at] == "]":
        return values, at + 1
    while True:
        value, end = value_at(at)
        values.append(value)
        at = _next(text, end)
        if text[at] == "]":
            return values, at + 1
        if text[at] != ",":
            raise ValueError(f"no list: {text[at]!r} after an element")
        at = _next(text, at + 1)


def _members(text: str) -> tuple[dict[str, Any], dict[str, str]] | None:
    texts: dict[str, str] = {}

    def value_at(key: str, begin: int) -> tuple[Any, int]:
        value, end = DECODER.raw_decode(text, begin)
        texts[key] = text[begin:end]
        return value, end

    values = walked(text, value_at)
    return None if values is None else (values, texts)


def _next(text: str, at: int) -> int:
    while text[at] in _BLANK:
        at += 1
    return at
