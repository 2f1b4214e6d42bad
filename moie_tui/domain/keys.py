"""Which keys do what, once a config has had its say; what it says wrongly is told and has no effect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from moie_tui.domain.key_catalogue import ACT, ANYWHERE, BY_ID, CONSENT, KeyAction
from moie_tui.values import dataclass, field, pattern

NAMED = frozenset(
    ("space", "tab", "backspace", "insert", "delete", "home", "end", "pageup", "pagedown", "up", "down",
     "left", "right", "comma", *(f"f{number}" for number in range(1, 13)))
)  # fmt: skip
"""Keys that are no single character."""
FIXED = {
    "escape": "Esc always leads one layer back",
    "enter": "Enter always opens, and cancels in a plan's sheet",
    "ctrl+c": "ctrl+c stays what it is",
    "ctrl+m": "a terminal sends it for Enter",
    "ctrl+j": "a terminal sends it for Enter",
    "ctrl+i": "a terminal sends it for Tab",
    "ctrl+h": "a terminal sends it for Backspace",
}
"""Keys that can't be given to anything else, and why."""
_SHOWN = {
    "pagedown": "PgDn", "pageup": "PgUp", "up": "↑", "down": "↓", "left": "←", "right": "→", "comma": ",",
    "shift+tab": "shift+tab",
}  # fmt: skip
_MODIFIERS = pattern(r"(?:(?:ctrl|alt|shift)\+)*")


@dataclass(frozen=True)
class Keys:
    """The keys in force: as shipped, but for those `chosen` by id."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, name: str) -> tuple[str, ...]:
        """All keys of an action."""
        return self.chosen.get(name) or BY_ID[name].keys

    def shown(self, name: str) -> str:
        """How its first key is written on screen; what is no id, like "esc", stays as it is."""
        return said(self.of(name)[0]) if name in BY_ID else name


SHIPPED = Keys()


@dataclass(frozen=True, slots=True)
class KeyFlaw:
    """An entry of `ui.keymap` that has no effect, and why."""

    id: str
    what: str


def said(key: str) -> str:
    """How a key is written on screen."""
    if key.startswith("ctrl+"):
        return f"^{said(key.removeprefix('ctrl+'))}"
    return _SHOWN.get(key, key)


def keys_from(wanted: Mapping[str, str]) -> tuple[Keys, tuple[KeyFlaw, ...]]:
    """What a config wants, as far as it can be: an unknown id, no key, or a clash leaves that one as shipped.

    Two actions clash when they work in the same place and share a key that they did not share before."""
    flaws: list[KeyFlaw] = []
    chosen: dict[str, tuple[str, ...]] = {}
    for name, words in wanted.items():
        keys = tuple(key.strip() for key in words.split(","))
        if why := _refusal(name, keys):
            flaws.append(KeyFlaw(name, why))
        else:
            chosen[name] = tuple(dict.fromkeys(keys))
    # One that goes back to its own key may then be in the way of another one.
    while clash := _clash(chosen):
        flaws.append(clash)
        del chosen[clash.id]
    return Keys(chosen), tuple(flaws)


def _refusal(name: str, keys: tuple[str, ...]) -> str:
    action = BY_ID.get(name)
    if action is None:
        near = get_close_matches(name, BY_ID, 1, 0.6)
        hint = f"did you mean {near[0]}?" if near else "`moie config keys` lists them"
        return f"there is no such action; {hint}"
    return next((why for key in keys if (why := _key_refusal(action, key))), "")


def _key_refusal(action: KeyAction, key: str) -> str:
    if key in FIXED:
        return f"{key} can't be given away: {FIXED[key]}"
    modifiers = _MODIFIERS.match(key)
    bare = key[modifiers.end() :] if modifiers and len(key) > 1 else key
    if not (len(bare) == 1 and bare.isprintable() and not bare.isspace()) and bare not in NAMED:
        return f"{key!r} is no key; write one character, or a name like f5, pagedown or ctrl+n"
    if key.startswith("shift+") and len(bare) == 1:
        return f"{key!r} is written {bare.upper()}"
    if action.kind == ACT and not (len(key) == 1 and key.isascii() and key.isupper()):
        return f"{key} can't be the key of an act: acts sit on capital letters only"
    if action.kind == CONSENT and not (len(key) == 1 and key.isascii() and key.isalpha()):
        return f"{key} can't mean yes: only a letter can"
    return ""


def _clash(chosen: dict[str, tuple[str, ...]]) -> KeyFlaw | None:
    """The first entry that takes a key of another action; of two entries the later one."""
    keys = Keys(chosen)
    for name in reversed(chosen):
        for other in BY_ID.values():
            for key in _new_in_common(keys, name, other):
                return KeyFlaw(name, f"{key} is already the key of {other.id}")
    return None


def _new_in_common(keys: Keys, name: str, other: KeyAction) -> Iterator[str]:
    one = BY_ID[name]
    if one is other or not (one.where == other.where or ANYWHERE in (one.where, other.where)):
        return
    yield from (
        key
        for key in keys.of(name)
        if key in keys.of(other.id) and not (key in one.keys and key in other.keys)
    )
