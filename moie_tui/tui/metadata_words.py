"""What an event carries along, in words: nested values too, as they come in every one of ours."""

from __future__ import annotations

import json
from collections.abc import Mapping

from moie_tui.tui.origins import place_words

BETWEEN = " · "


def in_words(value: object) -> str:
    """A value in one line; of a mapping its keys and values: "user ann · host box · pid 7"."""
    if isinstance(value, str):
        return place_words(value)
    if isinstance(value, Mapping) and value:
        return BETWEEN.join(f"{key} {_within(one)}" for key, one in value.items())
    if isinstance(value, list) and value:
        return "; ".join(map(in_words, value))
    return _as_json(value)


def lines_of(value: object) -> list[str]:
    """The same in full: the lines of a text, and a line for each item of a list of mappings."""
    if isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        return [in_words(one) for one in value]
    return in_words(value).split("\n")


def _within(value: object) -> str:
    return place_words(value) if isinstance(value, str) and value else _as_json(value)


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
