"""A palette as a person writes it: some colours, and the shipped palette that gives the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from moie_tui.domain.colours import as_hex
from moie_tui.domain.errors import ShapeError
from moie_tui.domain.palettes import COLOURS, NIGHT, PALETTES, Palette
from moie_tui.values import pattern, replace

BASE, DARK = "based_on", "dark"
_BASES = {one.name: one for one in PALETTES}
_NAME = pattern(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)


def palette_from(name: str, raw: object) -> Palette:
    """The palette of a document; ShapeError with the key of the first thing wrong."""
    if not _NAME.fullmatch(name):
        raise ShapeError((), "a theme's file is named with small letters, digits and hyphens")
    if name.startswith("moie-"):
        raise ShapeError((), "names that begin with moie- are ours: give the file another one")
    if not isinstance(raw, Mapping):
        raise ShapeError((), "must be colours by name, like `ok: '#8cc295'`")
    changed: dict[str, Any] = {}
    for key, value in raw.items():
        if key == DARK and not isinstance(value, bool):
            raise ShapeError((key,), "must be true or false")
        if key != BASE:
            changed[_known(key)] = value if key == DARK else _colour(key, value)
    return replace(_base(raw), name=name, **changed)


def _base(raw: Mapping[str, object]) -> Palette:
    wanted = raw.get(BASE, NIGHT.name)
    found = _BASES.get(wanted) if isinstance(wanted, str) else None
    if found is None:
        raise ShapeError((BASE,), f"must be one of {', '.join(_BASES)}")
    return found


def _known(key: str) -> str:
    name = key.replace("-", "_")
    if name in (*COLOURS, DARK):
        return name
    near = get_close_matches(name, COLOURS, 1, 0.6)
    hint = f"did you mean {near[0]}?" if near else f"the colours are {', '.join(COLOURS)}"
    raise ShapeError((key,), f"is no colour of a theme; {hint}")


def _colour(key: str, value: object) -> str:
    found = as_hex(value) if isinstance(value, str) else None
    if found is None:
        raise ShapeError((key,), "must be a colour like '#8cc295', in quotes")
    return found
