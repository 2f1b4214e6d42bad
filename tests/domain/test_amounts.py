"""Amounts as people say them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from moie_tui.domain.amounts import ago, named, size


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 B"),
        (812, "812 B"),
        (1912, "1.9 kB"),
        (999_949, "999.9 kB"),
        (999_999, "1.0 MB"),
        (4_000_000, "4.0 MB"),
        (80_494_300_000, "80.5 GB"),
        (7 * 10**15, "7000.0 TB"),
    ],
)
def test_sizes_are_decimal(count: int, words: str) -> None:
    assert size(count) == words


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=-3), "0s"),
        (timedelta(seconds=252), "4m 12s"),
        (timedelta(hours=2, minutes=10), "2h 10m"),
        (timedelta(days=3, hours=4), "3d 4h"),
        (timedelta(days=729), "729d"),
        (timedelta(seconds=126_230_393), "4 years"),
    ],
)
def test_a_span_of_years_is_told_in_years(span: timedelta, words: str) -> None:
    assert ago(span) == words


def test_of_many_names_the_first_are_told_and_how_many_more_there_are() -> None:
    assert named((), 2) == ""
    assert named(["5.1", "5.2"], 2) == "5.1, 5.2"
    assert named(["5.1", "5.2", "5.3"], 2) == "5.1, 5.2 and 1 more"
