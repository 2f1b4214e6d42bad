from __future__ import annotations

import re

import pytest

from moie_tui.values import form_of, pattern


def test_it_finds_what_a_compiled_one_finds() -> None:
    late = pattern(r"(\w+)-(\d+)", re.ASCII)
    found = late.search("run job-12 now")
    assert found is not None
    assert found.groups() == ("job", "12")
    assert late.fullmatch("job-12 ") is None
    assert (late.pattern, late.flags) == (r"(\w+)-(\d+)", re.ASCII)


def test_bytes_are_matched_by_bytes() -> None:
    assert pattern(rb"[0-9]+").findall(b"1 22 x") == [b"1", b"22"]


def test_a_wrong_expression_is_told_when_it_is_asked() -> None:
    wrong = pattern("(")
    with pytest.raises(re.error):
        wrong.match("")


def test_the_form_of_a_text_has_a_zero_for_each_ascii_digit() -> None:
    assert form_of("events-2026-11-22 ٢²x0") == "events-0000-00-00 ٢²x0"
