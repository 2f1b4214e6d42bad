"""Metrics as charts: figure, course and definition in the room there is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from moie_tui.domain.metrics import RATIO, Metric, Metrics
from moie_tui.tui.metric_charts import Moment, chart_block, chart_stack, extremes, moments_of, squeezed, trend
from moie_tui.tui.pieces import width_of, words_of
from moie_tui.values import replace
from tests.tui.sample_metrics import metrics_of, nothing_yet

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
DAY = metrics_of(timedelta(days=1), NOW)


def one(key: str, metrics: Metrics = DAY) -> Metric:
    found = metrics.get(key)
    assert found is not None
    return found


def drawn(key: str, width: int, height: int, metrics: Metrics = DAY, **limits: float) -> list[str]:
    lines = chart_block(metrics, one(key, metrics), Moment(NOW, UTC, limits), width, height)
    return [words_of(line).rstrip() for line in lines]


def test_a_metric_is_drawn_at_80_columns_with_axes_units_and_its_definition() -> None:
    lines = drawn("heartbeat_in_time", 76, 13)
    assert lines[:7] == [
        "heartbeats in time  99.3 %  143 of 144",
        "  100 % ┤██████████████████        ████████▃▃████████████",
        "        │██████████████████        ██████████████████████",
        "   50 % ┤██████████████████      ████████████████████████",
        "        │██████████████████      ████████████████████████",
        "    0 % ┼┬───────┬───────┬───────▲───────┬─▲─────────────",
        "         14:00   18:00   22:00   02:00   06:00        now",
    ]
    assert "         lowest 50 % 02:00–03:00" in lines
    assert any(line.startswith("Of the heartbeats that were due") for line in lines)


def test_a_limit_is_a_line_and_what_is_above_it_stands_out() -> None:
    lines = chart_block(
        DAY, one("heartbeat_interval"), Moment(NOW, UTC, {"heartbeat_interval": 900.0}), 76, 12
    )
    tones = {tone for line in lines for words, tone in line if "█" in words}
    assert tones == {"ok", "late"}
    assert any("┈ limit" in words_of(line) for line in lines)
    assert any(words_of(line).startswith("    15m ┤") for line in lines)
    far = drawn("heartbeat_interval", 76, 12, heartbeat_interval=86_400.0)
    assert not any("limit" in line for line in far), "it would flatten all columns"


def test_no_line_is_too_wide_and_no_block_too_high_at_any_size() -> None:
    for metric in DAY.metrics:
        for width in (30, 57, 76, 120):
            for height in (1, 4, 8, 13, 30):
                lines = chart_block(DAY, metric, Moment(NOW, UTC), width, height)
                assert len(lines) <= height
                assert max((width_of(line) for line in lines), default=0) <= width


def test_where_nothing_happened_the_way_to_make_it_happen_is_said() -> None:
    empty = nothing_yet(timedelta(days=7), NOW)
    assert "No heartbeat in this span yet" in " ".join(drawn("heartbeat_in_time", 60, 12, empty))
    assert "moie run JOB" in " ".join(drawn("run_duration", 60, 12, empty))
    assert "There is no figure until experts are at work." in " ".join(drawn("expert_performance", 90, 12))


@pytest.mark.parametrize(
    ("span", "first"),
    [(timedelta(days=1), "14:00"), (timedelta(days=7), "Nov 15 14:00"), (timedelta(days=30), "Oct 23")],
)
def test_moments_are_as_short_as_the_span_allows(span: timedelta, first: str) -> None:
    assert moments_of(metrics_of(span, NOW), UTC)[0] == first


def test_a_course_in_one_line_shows_the_worst_of_what_it_has_no_room_for() -> None:
    assert squeezed((1.0, 0.2, None, None, 0.5, 1.0, 0.9), 4, lowest=True) == (0.2, None, 0.5, 0.9)
    assert squeezed((1.0, 0.2, None, None, 0.5, 1.0, 0.9), 4) == (1.0, None, 1.0, 0.9)
    assert squeezed((1.0, None), 2) == (1.0, None)
    assert words_of(trend(one("runs_success"), 24)) == "▇▇▇▇▇▇▇▇▇   ▄▇▇▇▇▆▇▇▇▇▇▇"
    assert words_of(trend(one("errors"), 24)) == "▁▁▁▁▁▁▁▁▁▁▁▁▇▁▁▁▁▂▁▁▁▁▁▁"


def test_the_worst_is_said_with_its_time_unless_all_were_alike() -> None:
    moments = moments_of(DAY, UTC)
    assert extremes(one("run_memory"), moments) == "highest 5.7 MB 02:00–03:00"
    assert extremes(one("run_duration"), moments) == "lowest 1.0s 14:00–15:00 · highest 3.0s 02:00–03:00"
    days = ("Nov 15 18:00", "Nov 16 00:00", "Nov 16 06:00")
    assert (
        extremes(replace(one("run_memory"), trend=(1000, 0, 2000)), days)
        == "highest 2.0 kB since Nov 16 06:00"
    )
    assert (
        extremes(replace(one("run_memory"), trend=(0, 5000, 0)), days) == "highest 5.0 kB Nov 16 00:00–06:00"
    )
    assert (
        extremes(replace(one("run_memory"), trend=(5000, 0, 0)), days)
        == "highest 5.0 kB Nov 15 18:00–Nov 16 00:00"
    )
    assert (
        extremes(replace(one("run_memory"), trend=(0, 5000)), ("Oct 23", "Oct 24"))
        == "highest 5.0 kB on Oct 24"
    )
    only = replace(one("runs_success"), trend=(None, 1.0, None), unit=RATIO)
    assert extremes(only, moments) == "100 % 15:00–16:00, not known of other times"
    level = replace(one("runs_success"), trend=(1.0, None, 1.0), unit=RATIO)
    assert extremes(level, moments) == "100 % all the time"


def test_below_the_selected_metric_stand_the_next_ones_that_have_a_course() -> None:
    lines = [words_of(line) for line in chart_stack(DAY, one("completion_mean"), Moment(NOW, UTC), 90, 50)]
    heads = [line for line in lines if line.startswith(("job completion", "runs that", "length of a run"))]
    assert [head.split("  ")[0] for head in heads] == [
        "job completion, mean",
        "runs that succeeded",
        "length of a run",
    ]
    assert len(lines) <= 50
