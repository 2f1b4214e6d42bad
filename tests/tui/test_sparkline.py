from __future__ import annotations

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
