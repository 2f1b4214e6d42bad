"""What may be shown of hostile text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.text import plain, shorten

SEQUENCES = {
    "colour": "\x1b[1;31m",
    "cursor": "\x1b[?25l",
    "intermediate": "\x1b[4 q",
    "title": "\x1b]0;owned\x07",
    "link": "\x1b]8;id=1;https://evil.example/?a=b\x1b\\",
    "clipboard": "\x1b]52;c;bHM=\x07",
    "long st": "\x1b]2;owned\x9c",
    "device control": "\x1bP1$r0m\x1b\\",
    "tmux passthrough": "\x1bPtmux;\x1b\x1b]52;c;bHM=\x07\x1b\\",
    "privacy": "\x1b^hidden\x1b\\",
    "application": "\x1b_Ga=T;AAAA\x1b\\",
    "start of string": "\x1bXhidden\x1b\\",
    "reset": "\x1bc",
    "charset": "\x1b(0",
    "single shift": "\x1bOA",
    "eight bit colour": "\x9b31m",
    "eight bit title": "\x9d0;owned\x07",
    "eight bit control string": "\x90q#0\x9c",
    "doubled escape": "\x1b\x1b[31m",
    "nul inside": "\x1b\x00[3\x001m",
    "delete inside": "\x9b3\x7f1m",
    "lone escape": "\x1b",
    "bidi override": "\u202e\u2066\u2069\u200f",
    "zero width": "\u200b\u200d\ufeff\u2060\u00ad",
    "fillers": "\u3164\uffa0\u115f\u034f\ufe0f\U000e0101",
    "tags": "\U000e0041\U000e007f",
    "surrogates": "\ud800\udfff",
    "controls": "\x00\x07\x08\x0b\x0c\x7f\x80\x84",
    "private use": "\ue000\U000f0000",
}


@pytest.mark.parametrize("sequence", SEQUENCES.values(), ids=SEQUENCES.keys())
def test_nothing_of_a_sequence_is_left(sequence: str) -> None:
    assert plain(f"{sequence}é{sequence}é") == "éé"


@pytest.mark.parametrize(
    "cut", ["\x1b[38;5", "\x1b[", "\x1b]8;;https://evil.example", "\x1bPq#0", "\x9b1", "\x1b("]
)
def test_a_sequence_that_was_cut_off_ends_with_its_line(cut: str) -> None:
    assert plain(f"before {cut}\nafter") == "before  after"
    assert plain(f"before {cut}") == "before "


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_line_breaks_become_what_is_asked_for(break_: str) -> None:
    assert plain(f"a{break_}b") == "a b"
    assert plain(f"a{break_}b", newline="\n") == "a\nb"


@pytest.mark.parametrize("blank", ["\t", "\xa0", "\u3000", "\u2009"])
def test_blanks_become_spaces(blank: str) -> None:
    assert plain(f"a{blank}b") == "a b"


@pytest.mark.parametrize(
    "text", ["", "Deep Research Scan", "[@click=app.quit()]x[/]", "Größe 日本語 😀 e\u0301 שלום"]
)
def test_readable_text_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


def test_a_link_keeps_its_label() -> None:
    assert plain("\x1b]8;;https://evil.example\x1b\\label\x1b]8;;\x1b\\") == "label"


def test_anything_can_be_shown() -> None:
    assert plain(None) == "None"
    assert plain(5) == "5"


@given(st.text(st.characters(exclude_categories=[])) | st.text(alphabet="\x1b[]PO;0m\\\x07\x9b\x9d\x9c\n\ré"))
def test_what_is_shown_is_printable_and_is_not_changed_again(text: str) -> None:
    shown = plain(text)
    assert shown.isprintable()
    assert plain(shown) == shown


@pytest.mark.parametrize(
    "piece", ["\x1b", "\x1b[", "\x1b[1;", "\x1b]", "\x1b]8;", "\x1b\x00", "\x1b ", "\x9b", "\x1b[1 "]
)
def test_a_million_characters_take_no_longer_than_they_must(piece: str) -> None:
    start = time.perf_counter()
    plain(piece * (300_000 // len(piece)))
    plain(piece + "1" * 300_000)
    plain("\x1b" + "\x00" * 300_000)
    # What is quadratic takes minutes.
    assert time.perf_counter() - start < 20


@given(st.text(max_size=9), st.integers(-1, 9))
def test_shortened_text_is_never_too_wide(text: str, width: int) -> None:
    short = shorten(text, width)
    assert len(short) <= max(0, width)
    assert short == text or short == "" or short == text[: width - 1] + "…"


def test_an_ellipsis_tells_that_something_was_cut() -> None:
    assert shorten("abcdef", 4) == "abc…"
    assert shorten("abcdef", 6) == "abcdef"
    assert shorten("abcdef", 0) == ""
