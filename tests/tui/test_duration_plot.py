"""The runs of a job as columns over a strip."""

from __future__ import annotations

from moie_tui.tui.duration_plot import LABEL, Plot, plot_lines
from moie_tui.tui.pieces import width_of, words_of

RUNS = [(1000.0, True)] * 8 + [(1000.0, False), (60_000.0, True)]


def drawn(plot: Plot, width: int, height: int) -> list[str]:
    return [words_of(line) for line in plot_lines(plot, width, height)]


def test_each_run_is_a_column_and_a_glyph_and_the_selected_one_is_pointed_at() -> None:
    lines = drawn(Plot(RUNS, 8, 1000, 2000), LABEL + 20, 7)
    assert lines[-2] == "  runs      ●●●●●●●●✗●"
    assert lines[-1].index("┴") == LABEL + 8
    assert [line[:LABEL].strip() for line in lines] == ["4.0s", "", "p95 2.0s", "p50 1.0s", "", "runs", ""]
    assert lines[0].endswith("█"), "a run that hung is cut at the top"
    assert lines[-3].endswith("█" * 10), "and does not flatten the others"


def test_runs_of_one_length_leave_the_end_of_the_axis_its_place() -> None:
    lines = drawn(Plot([(65.0, True)] * 5, None, 65, 65), LABEL + 20, 7)
    assert [line[:LABEL].strip() for line in lines] == ["65ms", "p95 65ms", "p50 65ms", "", "", "runs", ""]


def test_a_low_plot_is_the_strip_alone_and_a_narrow_one_has_the_newest_runs() -> None:
    assert drawn(Plot(RUNS), LABEL + 3, 2) == ["  runs      ●✗●", ""]
    assert drawn(Plot(RUNS, 0), LABEL + 3, 1) == ["  runs      ●✗●"]
    assert drawn(Plot(()), 80, 7) == []
    assert drawn(Plot(RUNS), 4, 7) == []


def test_no_line_is_wider_than_the_plot() -> None:
    for width in (LABEL + 1, LABEL + 10, 120):
        lines = plot_lines(Plot(RUNS * 12, 3, 900, 5000), width, 7)
        assert all(width_of(line) <= width for line in lines)
