"""What differs between two configs, key by key; values that may be secrets are not told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from moie_tui.domain.plan import ABSENT, Effect

CONFIG = "config"
"""The kind of these effects; no operation has them, they are only shown."""
HIDDEN = "(not shown)"
_SECRET = re.compile(r"token|secret|passw|api_?key|credential|(^|_)urls?$", re.IGNORECASE)
_Way = tuple[str, ...]


def config_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Effect, ...]:
    """One effect a key that differs, its target spelled `jobs.5.1.schedule`; a new section key by key."""
    return tuple(_of_sections(before, after, ()))


def _of_sections(before: Mapping[str, Any], after: Mapping[str, Any], way: _Way) -> Iterator[Effect]:
    for key in {**before, **after}:
        old, new = before.get(key, ABSENT), after.get(key, ABSENT)
        here = (*way, str(key))
        if any(isinstance(one, Mapping) and one for one in (old, new)) and _fit(old) and _fit(new):
            yield from _of_sections(_section(old), _section(new), here)
        elif repr(old) != repr(new):
            yield Effect(CONFIG, ".".join(here), _told(old, here), _told(new, here))


def _fit(value: object) -> bool:
    """Whether it can stand for a section: one, or nothing."""
    return isinstance(value, Mapping) or value is None or value is ABSENT


def _section(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _told(value: object, way: _Way) -> object:
    hidden = value is not ABSENT and value is not None and any(_SECRET.search(part) for part in way)
    return HIDDEN if hidden else value
