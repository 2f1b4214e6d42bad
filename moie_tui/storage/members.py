"""The members of a large document with their text in the file: what did not change need not be spelt anew."""

from __future__ import annotations

from moie_tui.storage.strict_json import DECODER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

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


def _members(text: str) -> tuple[dict[str, Any], dict[str, str]] | None:
    values: dict[str, Any] = {}
    texts: dict[str, str] = {}
    at = _next(text, 0)
    mark, at = text[at], _next(text, at + 1)
    if mark != "{":
        return None
    while text[at] != "}" or mark == ",":
        key, at = DECODER.raw_decode(text, at)
        at = _next(text, at)
        if not isinstance(key, str) or key in values or text[at] != ":":
            return None
        begin = _next(text, at + 1)
        values[key], end = DECODER.raw_decode(text, begin)
        texts[key] = text[begin:end]
        at = _next(text, end)
        if (mark := text[at]) == "}":
            break
        if mark != ",":
            return None
        at = _next(text, at + 1)
    return None if text[at + 1 :].strip(_BLANK) else (values, texts)


def _next(text: str, at: int) -> int:
    while text[at] in _BLANK:
        at += 1
    return at
