from __future__ import annotations

from moie_tui.tui.columns import Column, fit, laid_out
from moie_tui.tui.pieces import text, width_of, words_of

COLUMNS = (Column(1, gap=1), Column(8, flexible=True), Column(6, right=True, drop=2), Column(4, drop=1))


def test_the_flexible_column_takes_what_is_left() -> None:
    assert fit(COLUMNS, 40) == (1, 24, 6, 4)


def test_the_least_important_columns_go_first_when_it_is_narrow() -> None:
    assert fit(COLUMNS, 20) == (1, 12, 0, 4)
    assert fit(COLUMNS, 12) == (1, 10, 0, 0)


def test_columns_never_take_more_than_the_width_as_long_as_any_can_go() -> None:
    for width in range(10, 80):
        widths = fit(COLUMNS, width)
        line = laid_out([text("x")] * 4, COLUMNS, widths)
        assert width_of(line) == width


def test_a_width_below_the_smallest_leaves_at_least_one_cell() -> None:
    assert fit(COLUMNS, 3)[1] >= 1


def test_numbers_stand_at_the_right_and_long_words_end_in_an_ellipsis() -> None:
    cells = [text("●"), text("a very long name"), text("12"), text("ok")]
    assert words_of(laid_out(cells, COLUMNS, fit(COLUMNS, 27))) == "● a very long na…  12  ok  "


def test_a_long_word_reaches_into_what_stands_empty_beside_it() -> None:
    widths, name = fit(COLUMNS, 27), "a very very long name of all"
    said = [words_of(laid_out([text("●"), text(name), text(beside), text("ok")], COLUMNS, widths))
            for beside in ("", "1", "123456")]  # fmt: skip
    assert said == [
        "● a very very long…    ok  ",
        "● a very very lon…  1  ok  ",
        "● a very ver…  123456  ok  ",
    ]


def test_of_a_long_note_the_last_words_stay_which_tell_one_from_another() -> None:
    columns = (Column(14, flexible=True, ends=True), Column(3))
    notes = (
        "as it was yesterday",
        "before rollback to k3f9",
        "incomprehensibilities",
        "two incomprehensibilities",
        "",
    )
    said = [words_of(laid_out([text(note), text("x")], columns, fit(columns, 19))) for note in notes]
    assert said == [
        "as… yesterday   x  ",
        "before… k3f9    x  ",
        "incomprehensi…  x  ",
        "two incompreh…  x  ",
        "                x  ",
    ]


def test_what_stands_behind_a_note_goes_before_the_note_does() -> None:
    columns = (Column(14, flexible=True, ends=True), Column(3))
    cells = [(("before it all", ""), ("  manual", "faint")), text("x")]
    assert words_of(laid_out(cells, columns, fit(columns, 19))) == "before it all…  x  "
