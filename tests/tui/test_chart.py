"""Columns over time, with axes and units."""

from __future__ import annotations

from moie_tui.tui import chart
from moie_tui.tui.chart import Chart, Point, chart_lines
from moie_tui.tui.pieces import Line, width_of, words_of

HOURS = tuple(f"{hour:02}:00" for hour in range(24))


def drawn(lines: tuple[Line, ...]) -> list[str]:
    return [words_of(line).rstrip() for line in lines]


def percent(value: float) -> str:
    return f"{value:.0%}"


def test_columns_stand_on_an_axis_with_units_and_moments() -> None:
    points: list[Point] = [(1.0, "ok")] * 20 + [(0.5, "failed"), (None, "ok"), (0.0, "failed"), (1.0, "ok")]
    lines = chart_lines(Chart(points, 1.0, percent, HOURS, "now"), chart.MARGIN + 48, 6)
    assert drawn(lines) == [
        "   100% ┤" + "█" * 40 + " " * 6 + "██",
        "        │" + "█" * 40 + " " * 6 + "██",
        "    50% ┤" + "█" * 42 + " " * 4 + "██",
        "        │" + "█" * 42 + "  ▁▁██",
        "     0% ┼" + ("┬" + "─" * 7) * 5 + "✗───" * 2,
        "         00:00   04:00   08:00   12:00   16:00        now",
    ]


def test_what_is_not_quite_the_top_never_looks_full() -> None:
    lines = chart.columns([(0.999, "late"), (1.0, "ok"), (3.0, "ok")], 2, 1.0)
    assert drawn(lines) == ["▇██", "███"]


def test_a_mark_is_a_line_where_no_column_is_and_says_its_value() -> None:
    lines = chart_lines(Chart([(2.0, "ok"), (8.0, "failed")], 8.0, lambda one: f"{one:g} s", mark=4.0), 13, 5)
    assert drawn(lines) == [
        "    8 s ┤  ██",
        "        │  ██",
        "    4 s ┤┈┈██",
        "        │████",
        "    0 s ┼──✗─",
    ]


def test_few_columns_are_wide_and_of_too_many_the_newest_are_drawn() -> None:
    assert words_of(chart_lines(Chart([(1, "")] * 2, 1, str), 60, 3)[0])[chart.MARGIN :] == "█████ █████ "
    points: list[Point] = [(0.1, "")] * 90 + [(1.0, "")] * 10
    assert words_of(chart_lines(Chart(points, 1, str), chart.MARGIN + 10, 3)[0]).endswith("█" * 10)


def test_no_line_is_wider_than_the_room_and_without_room_there_is_none() -> None:
    points: list[Point] = [(number / 30, "ok") for number in range(30)]
    for width in range(12, 120, 7):
        lines = chart_lines(Chart(points, 1.0, percent, HOURS + HOURS[:6], "now", 0.5), width, 8)
        assert len(lines) == 8
        assert max(map(width_of, lines)) <= width
    assert chart_lines(Chart(points, 1.0, percent), chart.MARGIN, 8) == ()
    assert chart_lines(Chart((), 1.0, percent), 80, 8) == ()


def test_a_bar_is_full_at_its_limit_and_never_longer() -> None:
    assert words_of(chart.bar(0.5, 6, "ok")) == "▕██░░▏"
    assert words_of(chart.bar(7.0, 6, "late")) == "▕████▏"
    assert words_of(chart.bar(-1.0, 6, "ok")) == "▕░░░░▏"
