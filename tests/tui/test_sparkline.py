from __future__ import annotations

from moie_tui.tui import chart
from moie_tui.tui.pieces import words_of
from moie_tui.tui.sparkline import sparkline


def test_a_usual_run_is_low_a_slow_one_high_and_a_failure_a_cross() -> None:
    runs = [(100.0, True)] * 5 + [(100.0, False), (400.0, True)]
    assert words_of(sparkline(runs, 9)) == "  ▂▂▂▂▂✗█"


def test_only_the_newest_runs_are_shown() -> None:
    assert words_of(sparkline([(1.0, False)] * 3 + [(1.0, True)] * 2, 2)) == "▂▂"


def test_runs_that_took_no_time_and_no_runs_at_all_are_shown_too() -> None:
    assert words_of(sparkline([(0.0, True)], 3)) == "  ▁"
    assert words_of(sparkline([], 3)) == "   "
    assert words_of(sparkline([(5.0, False)], 1)) == "✗"


def test_a_chart_has_a_column_for_each_run_up_to_the_longest() -> None:
    lines = [words_of(line) for line in chart.columns([(10, True), (20, False), (5, True)], 5, 2)]
    assert lines == [" █ ", "██▄"]


def test_a_bar_is_full_at_its_limit_and_never_longer() -> None:
    assert words_of(chart.bar(0.5, 6, "ok")) == "▕██░░▏"
    assert words_of(chart.bar(7.0, 6, "late")) == "▕████▏"
    assert words_of(chart.bar(-1.0, 6, "ok")) == "▕░░░░▏"
