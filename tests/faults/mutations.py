"""Documents spoiled in every way we could think of: cut, with bits flipped, with values exchanged."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

ODD_VALUES: tuple[Any, ...] = (
    None, True, False, -1, 0, 1, 2, 7, 10**399, -(10**399), 10**500, 0.5, 1e308, -1e-300, float("nan"),
    float("inf"), "", "x", "latest", "true", "\x00", "\ud800", "é\u202e", "9999-12-31T23:59:59-12:00",
    "0001-01-01T00:00:00+14:00", "2026-02-30T25:61:00", "every 9999999d", "* * * * *", "0 0 30 2 *",
    "Nowhere/Land", "../../x", "[@click=app.quit()]x[/]", "\x1b]0;own\x07", [], {}, [[]], {"": {}}, [None],
    {"id": "1.1"}, "a" * 5000,
)  # fmt: skip
"""What a careless program, or a hostile one, may put where something else belongs."""

ODD_BYTES = (
    b"", b" \n", b"%Y 9", b"\x00", b"\xff\xfe{\x00}\x00", b"\xef\xbb\xbf{}", b"null", b"[]", b"{}", b"3",
    b"{", b"[" * 50_000, b'{"a":' * 20_000, b"9" * 6_000, b"[1e999]", b"[-Infinity]", b'{"a":1,"a":2}',
    b"&a [*a]", b"a: &x [1]\nb: [*x, *x]", b"!!python/object:os.system x", b"2026-13-45", b"\xc3",
)  # fmt: skip
"""Whole documents that have broken parsers."""

Mutation = Callable[[bytes, Random], bytes]


def truncated(data: bytes) -> Iterator[bytes]:
    """The document cut at every byte."""
    return (data[:at] for at in range(len(data)))


def damaged(data: bytes, random: Random) -> bytes:
    """Bits flipped, and now and then bytes lost, doubled or foreign."""
    spoiled = bytearray(data)
    for _ in range(random.choice((1, 1, 1, 2, 5))):
        if not spoiled:
            break
        at = random.randrange(len(spoiled))
        match random.randrange(6):
            case 0:
                del spoiled[at : at + random.randrange(1, 20)]
            case 1:
                spoiled[at:at] = spoiled[at : at + random.randrange(1, 40)]
            case 2:
                spoiled[at:at] = random.randbytes(random.randrange(1, 5))
            case _:
                spoiled[at] ^= 1 << random.randrange(8)
    return bytes(spoiled)


def exchanged(data: bytes, random: Random, parse: Callable[[str], Any] = json.loads) -> bytes:
    """Well-formed, with values exchanged, keys lost, added or doubled; of JSON lines one line is changed."""
    lines = data.split(b"\n") if data.count(b"\n{") or data.endswith(b"}\n") else [data]
    places = [at for at, line in enumerate(lines) if line.strip()]
    at = random.choice(places)
    document = parse(lines[at].decode())
    for _ in range(random.choice((1, 1, 2, 3))):
        document = _changed(document, random)
    text = json.dumps(document, ensure_ascii=random.random() < 0.5)
    if random.random() < 0.1:
        text = text.replace('", "', '", "id": 0, "', 1)  # a key that may stand twice
    lines[at] = text.encode("utf-8", "surrogatepass")
    return b"\n".join(lines)


def spoiled(data: bytes, count: int, seed: int, parse: Callable[[str], Any] = json.loads) -> Iterator[bytes]:
    """`count` documents: damaged, exchanged, and now and then odd from end to end."""
    random = Random(seed)
    for _ in range(count):
        kind = random.random()
        if kind < 0.02:
            yield random.choice(ODD_BYTES)
        elif kind < 0.45:
            yield damaged(data, random)
        else:
            yield exchanged(data, random, parse)


def _changed(value: Any, random: Random) -> Any:
    """The value with something in it exchanged; never in place."""
    inner = list(value.items() if isinstance(value, dict) else enumerate(value)) if _is_nest(value) else []
    if not inner or random.random() < 0.1:
        return random.choice(ODD_VALUES)
    key, found = random.choice(inner)
    if _is_nest(found) and random.random() < 0.8:
        new: Any = _changed(found, random)
    elif random.random() < 0.15:
        return _without(value, key)
    else:
        new = random.choice(ODD_VALUES)
    if isinstance(value, dict):
        more = {random.choice(("x", "id", "schema_version", "")): new} if random.random() < 0.1 else {}
        return {**value, key: new, **more}
    return [*value[:key], new, *value[key + 1 :]]


def _without(value: Any, key: Any) -> Any:
    if isinstance(value, dict):
        return {name: one for name, one in value.items() if name != key}
    return [one for at, one in enumerate(value) if at != key]


def _is_nest(value: object) -> bool:
    return isinstance(value, dict | list)
