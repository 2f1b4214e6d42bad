"""Rows with a mark in the margin."""

from __future__ import annotations

from textual.content import Content

from moie_tui.tui.widgets.hanging_text import hanging


def plain_lines(rows: list[tuple[str, str]], width: int) -> list[str]:
    return [line.plain.rstrip() for line in hanging([(Content(a), Content(b)) for a, b in rows], width)]


def test_a_wrapped_row_leaves_its_margin_to_the_mark() -> None:
    assert plain_lines([("✗ ", "one two three"), ("", "four")], 11) == ["✗ one two", "  three", "four"]


def test_a_word_too_long_for_a_line_is_broken_and_nothing_is_lost() -> None:
    lines = plain_lines([("▲ ", "x" * 30)], 12)
    assert max(map(len, lines)) <= 12
    assert "".join(lines).count("x") == 30


def test_wide_characters_count_as_two_cells() -> None:
    assert all(line.cell_length <= 10 for line in hanging([(Content("● "), Content("漢字" * 9))], 10))


def test_markup_in_a_text_is_text() -> None:
    assert plain_lines([("", "[b]x[/b]")], 40) == ["[b]x[/b]"]


def test_where_a_wide_mark_leaves_hardly_any_room_the_text_goes_on_below_it() -> None:
    rows = [("       ⏎  ", "open what is selected"), ("", "four")]
    assert plain_lines(rows, 16) == ["⏎  open what is", "  selected", "four"]
    assert plain_lines(rows, 24)[:2] == ["       ⏎  open what is", "          selected"]
