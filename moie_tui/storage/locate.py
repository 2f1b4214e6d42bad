"""Finding the line and column of a value in JSON text; used only to explain what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from moie_tui.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.errors import KeyPath

_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_SCALAR = r"-?[0-9]++(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?|true|false|null|NaN|-?Infinity"
_TOKEN = rf"[ \t\n\r]*+([{{}}\[\],:]|{_STRING}|{_SCALAR})"


@dataclass(frozen=True)
class Place:
    """One value in the text: where it starts, where its key starts (or itself), and its first token.

    `keys` is the walk's own list and changes as the walk goes on: copy it to keep it."""

    keys: list[str | int]
    key_offset: int
    offset: int
    token: str


def locate(text: str, path: KeyPath) -> tuple[int, int]:
    """Line and column of the value at `path`; if it is missing, of the innermost container on the way."""
    found, wanted = 0, 0
    for place in walk(text):
        if len(place.keys) == wanted and place.keys == list(path[:wanted]):
            found = place.offset
            if wanted == len(path):
                break
            wanted += 1
    return line_and_column(text, found)


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """1-based line and column, in characters, of an offset."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def walk(text: str) -> Iterator[Place]:
    """Every value in document order, without recursion; ends at the first thing that is no JSON."""
    token_at = re.compile(_TOKEN, re.DOTALL).match
    kinds: list[str] = []
    keys: list[str | int] = []
    key_offset: int | None = None
    awaits_key = False
    match = token_at(text)
    while match:
        token, offset = match[1], match.start(1)
        if token in "]}," and not kinds:
            return
        if token in "]}":
            kinds.pop()
            keys.pop()
            awaits_key = False
        elif token == ",":
            awaits_key = kinds[-1] == "{"
            if not awaits_key:
                keys[-1] = int(keys[-1]) + 1
        elif awaits_key:
            keys[-1], key_offset, awaits_key = _decoded(token), offset, False
        elif token != ":":
            yield Place(keys, offset if key_offset is None else key_offset, offset, token)
            key_offset = None
            if token in "{[":
                kinds.append(token)
                keys.append("" if token == "{" else 0)
                awaits_key = token == "{"
        match = token_at(text, match.end())


def _decoded(token: str) -> str:
    try:
        import json

        return str(json.loads(token, strict=False))
    except (ValueError, RecursionError):
        return token
