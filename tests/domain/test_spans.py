"""Spans of time as people type them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from moie_tui.domain.spans import parse_seconds, parse_span, spell


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2h", timedelta(hours=2)),
        ("30m", timedelta(minutes=30)),
        (" 1d ", timedelta(days=1)),
        ("90s", timedelta(seconds=90)),
        ("1h30m", timedelta(minutes=90)),
        ("1D 4H", timedelta(hours=28)),
        ("2w", timedelta(days=14)),
    ],
)
def test_a_span_reads_as_people_say_it(text: str, span: timedelta) -> None:
    assert parse_span(text) == span


@pytest.mark.parametrize("text", ["", "2", "h", "-1h", "1.5h", "2 hours", "1y", "1h!", "1٢h"])
def test_what_is_no_span_is_told_how_to_say_one(text: str) -> None:
    with pytest.raises(ValueError, match="30m"):
        parse_span(text)


@pytest.mark.parametrize("text", ["0m", "0h0m", "999999999d", "999999999w" * 20])
def test_nothing_and_far_too_much_are_no_span(text: str) -> None:
    with pytest.raises(ValueError, match="at most 3660 days"):
        parse_span(text)


@pytest.mark.parametrize("text", ["1d2h30m", "59s", "2h", "1000d"])
def test_a_span_is_spelled_as_it_is_read(text: str) -> None:
    assert spell(parse_span(text)) == text


@pytest.mark.parametrize(("text", "seconds"), [("90", 90), ("0.5", 0.5), ("2m", 120), ("1h30m", 5400)])
def test_a_time_limit_is_in_seconds_or_a_span(text: str, seconds: float) -> None:
    assert parse_seconds(text) == seconds


def test_a_time_limit_that_is_neither_is_told_how_to_say_one() -> None:
    with pytest.raises(ValueError, match="30m"):
        parse_seconds("soon")
