from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from rich.cells import cell_len

from moie_tui.tui import glyphs, times

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "<1m"),
        (59, "<1m"),
        (60, "1m"),
        (3599, "59m"),
        (7300, "2h"),
        (26 * 3600, "26h"),
        (86400 * 3, "3d"),
    ],
)
def test_a_brief_span_has_one_unit(seconds: int, words: str) -> None:
    assert times.brief(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("milliseconds", "words"),
    [
        (None, "–"),
        (850, "850ms"),
        (4100, "4.1s"),
        (9960, "10s"),
        (38000, "38s"),
        (125000, "2m 5s"),
        (7260000, "2h 1m"),
    ],
)
def test_a_duration_reads_as_people_say_it(milliseconds: float | None, words: str) -> None:
    assert times.duration(milliseconds) == words


def test_only_a_flawless_rate_says_100() -> None:
    assert [times.percent(rate) for rate in (None, 0.0, 0.814, 0.999, 1.0)] == ["–", "0", "81", "99", "100"]


def test_another_day_is_named() -> None:
    zone = timezone(timedelta(hours=11))
    moment = NOW - timedelta(hours=2)
    assert times.at(moment, NOW, UTC) == "12:00:00"
    assert times.at(moment, NOW, zone) == "2026-11-22 23:00:00"
    assert times.when(moment, NOW, zone) == "Nov 22 23:00"
    assert times.when(NOW - timedelta(days=700), NOW, UTC) == "2024-12-22"


def test_every_glyph_is_one_cell_wide() -> None:
    assert [glyph for glyph in glyphs.ALL if cell_len(glyph) != 1] == []
