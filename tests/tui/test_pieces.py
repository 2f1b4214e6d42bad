from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from moie_tui.tui.pieces import fitted, text, width_of, words_of, wrapped


@given(st.text(st.characters(categories=["L", "N", "P", "So"])), st.integers(0, 30))
def test_a_fitted_line_is_exactly_as_wide_as_asked(words: str, width: int) -> None:
    assert width_of(fitted(text(words), width)) == width


@given(st.text("abc 界", max_size=60), st.integers(2, 20), st.integers(1, 4))
def test_wrapped_lines_never_exceed_width_or_number(words: str, width: int, most: int) -> None:
    lines = wrapped(words, width, most=most)
    assert len(lines) <= most
    assert all(width_of(line) <= width for line in lines)


def test_what_is_cut_says_so() -> None:
    assert words_of(fitted(text("heartbeat"), 6)) == "heart…"
    assert [words_of(line) for line in wrapped("one two three four", 9, most=1)] == ["one two…"]


def test_a_huge_word_is_wrapped_in_no_time() -> None:
    assert len(wrapped("x" * 200_000, 40, most=3)) == 3
