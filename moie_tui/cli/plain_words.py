"""Words that need no argparse: whole options, a value of its own after each, and words in their place.

What this reads, argparse would read the same; on anything else it gives up and nothing is set."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import SimpleNamespace
    from typing import Any

LACKING = "==SUPPRESS=="
"""argparse's word for no default and for no line in the help."""
Facts = dict[str, "Any"]
"""What is declared of one option or place, by argparse's names."""


def read_plainly(
    declared: Sequence[tuple[tuple[str, ...], Facts]], words: Sequence[str], options: SimpleNamespace
) -> bool:
    """Sets `options` by the words and the defaults; False, with nothing set, where argparse must decide."""
    flags = {name: facts for names, facts in declared for name in names if name.startswith("-")}
    places = [(names[0], facts) for names, facts in declared if not names[0].startswith("-")]
    said = _said(flags, places, words, options)
    if said is None or not all(_is_optional(facts) for name, facts in places if name not in said):
        return False
    defaults = {_target(names[0], facts): _default(facts) for names, facts in declared}
    for name, value in (defaults | said).items():
        if name in said or (value != LACKING and not hasattr(options, name)):
            setattr(options, name, value)
    return True


def _said(
    flags: dict[str, Facts], places: list[tuple[str, Facts]], words: Sequence[str], options: SimpleNamespace
) -> dict[str, Any] | None:
    said: dict[str, Any] = {}
    rest, left, opted = iter(words), iter(places), False
    for word in rest:
        if word in flags:
            facts, name, opted = flags[word], _target(word, flags[word]), True
            found = _option(facts, rest, said.get(name, getattr(options, name, None)))
        elif not word.startswith("-") and (place := next(left, None)) is not None:
            name, facts = place
            # argparse gives a place that may stay empty up at the first option.
            found = None if opted and _is_optional(facts) else _value(facts, word)
        else:
            return None
        if found is None:
            return None
        said[name] = found
    return said


def _option(facts: Facts, rest: Any, before: Any) -> Any:
    """What an option is set to; None where it is no plain one."""
    action = facts.get("action", "store")
    if action == "store_true":
        return True
    word = next(rest, "-")
    if action not in ("store", "append") or word.startswith("-"):
        return None
    value = _value(facts, word)
    return [*(before or ()), value] if action == "append" and value is not None else value


def _value(facts: Facts, word: str) -> Any:
    """The value a word is, None where argparse has something to say about it."""
    if facts.get("nargs", "?") != "?":
        return None
    try:
        value = facts["type"](word) if "type" in facts else word
    except Exception:  # of any type's own code: argparse tells what it means
        return None
    return value if value in facts.get("choices", (value,)) else None


def _is_optional(facts: Facts) -> bool:
    return facts.get("nargs") == "?"


def _target(name: str, facts: Facts) -> str:
    return str(facts.get("dest", name.lstrip("-").replace("-", "_")))


def _default(facts: Facts) -> Any:
    return facts.get("default", False if facts.get("action") == "store_true" else None)
