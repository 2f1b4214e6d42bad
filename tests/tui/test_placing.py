from __future__ import annotations

import pytest

from moie_tui.tui.placing import survivor, top_after, top_for

KEYS = ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("at", "left", "where"),
    [(1, "abcd", 1), (1, "acd", 1), (3, "abc", 2), (0, "dcba", 3), (2, "a", 0), (2, "xy", 0), (2, "", 0)],
)
def test_a_removed_row_gives_the_cursor_to_its_nearest_neighbour(at: int, left: str, where: int) -> None:
    assert survivor(KEYS, at, {key: index for index, key in enumerate(left)}) == where


def test_the_scroll_moves_no_further_than_it_must() -> None:
    assert top_for(5, 0, 10) == 0
    assert top_for(12, 0, 10) == 3
    assert top_for(2, 6, 10) == 2


def test_rows_above_the_cursor_push_the_scroll_along() -> None:
    assert top_after(top=10, height=5, was=12, now=15, count=40) == 13


def test_a_list_at_its_top_stays_there_while_the_cursor_is_in_sight() -> None:
    assert top_after(top=0, height=5, was=0, now=1, count=40) == 0


def test_the_scroll_never_leaves_the_list() -> None:
    assert top_after(top=30, height=5, was=32, now=2, count=3) == 0
