"""What differs between two configs, key by key; values that may be secrets are not told."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from moie_tui.domain.plan import ABSENT, Effect
from moie_tui.domain.text import plain, shorten
from moie_tui.values import dataclass, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

CONFIG = "config"
"""The kind of these effects."""
HIDDEN = "(not shown)"
NAMED, WIDEST = 3, 60
"""How many changes one sentence names, and how many characters of a value."""
_Way = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConfigChange:
    """What a config sets otherwise than the valid one before it, and when a reader saw that."""

    at: datetime
    effects: tuple[Effect, ...]


def config_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Effect, ...]:
    """One effect a key that differs, its target spelled `jobs.5.1.schedule`; a new section key by key."""
    return tuple(_of_sections(before, after, ()))


def changes_in_force(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    full_before: Mapping[str, Any],
    full_after: Mapping[str, Any],
) -> tuple[Effect, ...]:
    """The same with the defaults of `full_*` in the place of what is not set; equal ones are no change."""
    touched = {one.target for one in config_changes(before, after)}
    return tuple(one for one in config_changes(full_before, full_after) if one.target in touched)


def discreet(effect: Effect) -> Effect:
    """The same without a command: events are read by people who may not see those."""
    if effect.target.rpartition(".")[2] != "command":
        return effect
    before, after = (one if one in (ABSENT, None) else HIDDEN for one in (effect.before, effect.after))
    return replace(effect, before=before, after=after)


def change_words(effect: Effect) -> str:
    """One change on one printable line: "heartbeat.interval_minutes 10 → 5"."""
    nothing, name = (ABSENT, None), plain(effect.target)
    if HIDDEN in (effect.before, effect.after):
        verb = "set" if effect.before in nothing else "removed" if effect.after in nothing else "changed"
        return f"{name} {verb}"
    return f"{name} {_shown(effect.before)} → {_shown(effect.after)}"


def changes_sentence(effects: Sequence[Effect]) -> str:
    """The first of them, and how many more there are."""
    named, more = _named(effects)
    return ", ".join(named) + f" {more}" * bool(more)


def changes_lines(effects: Sequence[Effect]) -> str:
    """The same, one a line."""
    named, more = _named(effects)
    return "\n".join([*named, *[more] * bool(more)])


def _named(effects: Sequence[Effect]) -> tuple[list[str], str]:
    rest = len(effects) - NAMED
    return [*map(change_words, effects[:NAMED])], f"and {rest} more" if rest > 0 else ""


def _shown(value: object) -> str:
    if value is ABSENT or value is None:
        return "none"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return shorten(plain(text), WIDEST)


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
    """The value without its secrets, those deep inside a list included."""
    # Every heartbeat loads this module, and hardly any tells of a config.
    from moie_tui.domain.secrets import is_secret_name, without_secrets

    if value is ABSENT or value is None:
        return value
    if any(map(is_secret_name, way)):
        return HIDDEN
    if isinstance(value, Mapping):
        return {str(key): _told(inner, (str(key),)) for key, inner in value.items()}
    if isinstance(value, list):
        return [_told(inner, ()) for inner in value]
    return without_secrets(value) if isinstance(value, str) else value
