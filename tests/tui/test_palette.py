"""What the palette finds first, and what it leaves out."""

from __future__ import annotations

import pytest
from textual.command import CommandList
from textual.fuzzy import FuzzySearch

from moie_tui.tui.palette import THEME, in_our_words, weighed
from tests.tui.bare_app import until
from tests.tui.stage import staged


def weight(query: str, words: str) -> float:
    score, offsets = FuzzySearch().match(query, words)
    return weighed(score, offsets, query, words)


def test_whole_words_come_before_parts_of_words() -> None:
    whole, part = weight("heart", "Heart: one beat"), weight("heart", "Forecast of heartbeats")
    assert whole > part > 0


@pytest.mark.parametrize(
    "words",
    [
        "Phase 5  ETERNAL MONITORING (The Infinite Game)",
        "Verify the selected job or phase; from other panes everything",
        "Mark this moment, to compare another one with it",
    ],
)
def test_letters_strewn_over_a_line_are_no_match(words: str) -> None:
    assert FuzzySearch().match("theme", words)[0] > 0
    assert weight("theme", words) == 0


@pytest.mark.parametrize(
    ("query", "words"),
    [("job scan", "Job 5.1  Deep Research Scan"), ("pru", "Prune snapshots…"), ("drs", "Deep Research Scan"),
     ("snapsots", "Prune snapshots…"), ("root 1", "Root 1  alpha")],
)  # fmt: skip
def test_words_in_order_initials_and_a_slip_are_found(query: str, words: str) -> None:
    assert weight(query, words) > 0


def test_words_of_other_tools_are_understood() -> None:
    act = "Roll back to the selected snapshot"
    assert weight("restore", act) == 0
    assert weight(in_our_words("Restore"), act) > 0
    assert in_our_words("flaky  feed") == "flaky  feed"


@pytest.mark.long
async def test_each_thing_to_choose_takes_one_line_theme_too() -> None:
    async with staged(size=(80, 60)) as (app, pilot):
        await pilot.press(":", *"theme:")
        await until(pilot, lambda: THEME in "\n".join(app.text()))
        options = app.screen.query_one(CommandList).options
        assert [len(str(one.prompt).splitlines()) for one in options] == [1] * len(options)
