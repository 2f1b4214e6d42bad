"""Output as printable lines, and what differs between two."""

from __future__ import annotations

from moie_tui.domain.filters import matches
from moie_tui.domain.output_diff import output_diff
from moie_tui.domain.output_lines import OutputLines, lines_in


def test_lines_are_told_when_they_end_wherever_the_pieces_were_cut() -> None:
    text = "one\n\x1b[31mtwo\x1b[0m\nthree"
    for cut in range(len(text)):
        reading = OutputLines()
        assert reading.take(text[:cut]) + reading.take(text[cut:]) == ["one", "two"]
        assert reading.unfinished == "three"


def test_a_line_rewritten_by_carriage_returns_is_its_last_form() -> None:
    assert lines_in("10 %\r50 %\r100 %\r\nnext\ta") == ["100 %", "next    a"]


def test_a_line_without_end_is_broken() -> None:
    reading = OutputLines()
    assert len(reading.take("x" * 50_000)) == 1
    assert reading.unfinished == ""


def test_outputs_that_differ_in_numbers_alone_are_the_same_when_folded() -> None:
    before, now = ["12:00 took 5s", "ok"], ["13:00 took 6s", "ok", "/tmp/a/b is full"]
    assert [(one.mark, one.text) for one in output_diff(before, now, folded=True)] == [
        ("@", "lines 1–2 before, 1–3 now"),
        (" ", "13:00 took 6s"),
        (" ", "ok"),
        ("+", "/tmp/a/b is full"),
    ]
    assert [one.mark for one in output_diff(before, now)] == ["@", "-", "+", " ", "+"]
    assert output_diff(before, before) == ()


def test_a_filter_wants_every_word_in_any_case_or_none_of_it() -> None:
    assert matches("http 503", "503: HTTP error")
    assert not matches("http 503", "HTTP error")
    assert matches("!http", "disk full")
    assert not matches("!HTTP", "http error")
    assert matches("", "anything")
    assert matches("!", "anything")
