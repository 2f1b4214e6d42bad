"""Ids of phases and jobs: ints or strings, compared as text, ordered naturally."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

Id = int | str
"""A phase's or job's id as it stands in the document."""

NaturalKey = tuple[tuple[int, int, str], ...]

LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_DIGITS = "0123456789"


def natural_key(identity: object) -> NaturalKey:
    """A sort key that puts "1.10" after "1.9", different for different texts; no number is too large."""
    return _key_of(str(identity))


@lru_cache(maxsize=4096)
def _key_of(text: str) -> NaturalKey:
    parts: list[tuple[int, int, str]] = []
    for is_number, letters in groupby(text, _DIGITS.__contains__):
        run = "".join(letters)
        number = run.lstrip("0")
        parts.append((0, len(number), number) if is_number else (1, 0, run))
    # The text itself tells "1" from "01"; -1 keeps "1" before "1.1".
    return (*parts, (-1, 0, text))


def base32(data: bytes) -> str:
    """The bytes in the letters and digits of RFC 4648 that are easily typed: lowercase, and no filling."""
    length = -(-len(data) * 8 // 5)
    number = int.from_bytes(data, "big") << (length * 5 - len(data) * 8)
    return "".join(LETTERS[number >> (5 * place) & 31] for place in reversed(range(length)))
