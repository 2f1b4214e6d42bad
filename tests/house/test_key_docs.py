"""The pages on keys and themes say what there is."""

from __future__ import annotations

import pytest

from moie_tui.domain.key_catalogue import ACTIONS, KeyAction
from moie_tui.domain.keys import FIXED, NAMED
from moie_tui.domain.palettes import COLOURS
from moie_tui.tui.theme import THEMES
from tests.house.checkout import ROOT

KEYS = (ROOT / "docs" / "keys.md").read_text()
LOOKS = (ROOT / "docs" / "themes.md").read_text()


@pytest.mark.parametrize("action", ACTIONS, ids=lambda one: one.id)
def test_the_page_on_keys_lists_every_action_as_shipped(action: KeyAction) -> None:
    keys = " ".join(f"`{key}`" for key in action.keys)
    assert f"| `{action.id}` | {keys} | {action.words} |\n" in KEYS


def test_the_page_on_keys_lists_no_action_that_is_gone() -> None:
    assert sum(line.startswith("| `") for line in KEYS.splitlines()) == len(ACTIONS)


def test_the_page_on_keys_names_every_key_and_those_that_stay() -> None:
    assert all(f"`{key}`" in KEYS for key in NAMED if not key.startswith("f"))
    assert all(f"`{key}`" in KEYS for key in FIXED if key.startswith("ctrl"))


def test_the_page_on_themes_lists_them_and_their_colours() -> None:
    assert all(f"| `{theme.name}` |" in LOOKS for theme in THEMES)
    assert all(f"`{colour}`" in LOOKS for colour in COLOURS)
