"""JSON with an indent of two, in half the time the standard library takes for the same text."""

from __future__ import annotations

from moie_tui.values.plain_json import dumps, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_INNER = "\n  "


def indented(value: object, margin: str = "\n") -> str:
    """What `json.dumps(value, indent=2, ensure_ascii=False)` gives; keys must be text.

    ValueError for NaN and Infinity, RecursionError for endless nesting."""
    if isinstance(value, dict):
        inner = margin + "  "
        members = [
            f"{quoted(key)}: {quoted(item) if type(item) is str else indented(item, inner)}"
            for key, item in value.items()
        ]
        return f"{{{inner}{f',{inner}'.join(members)}{margin}}}" if members else "{}"
    if isinstance(value, list | tuple):
        inner = margin + "  "
        items = [indented(item, inner) for item in value]
        return f"[{inner}{f',{inner}'.join(items)}{margin}]" if items else "[]"
    return _scalar(value)


def indented_around(value: Mapping[str, object], kept: Mapping[str, str]) -> str:
    """The same of an object, of whose members some have their text already."""
    members = (f"{quoted(key)}: {kept.get(key) or indented(item, _INNER)}" for key, item in value.items())
    return f"{{{_INNER}{f',{_INNER}'.join(members)}\n}}" if value else "{}"


def _scalar(value: object) -> str:
    if value is None:
        return "null"
    if type(value) is str:
        return quoted(value)
    if type(value) is int or (type(value) is float and value - value == 0):
        return repr(value)
    return dumps(value, ensure_ascii=False, allow_nan=False)
