from __future__ import annotations

import pytest

from moie_tui.domain.metrics import BYTES, COUNT, PERCENT, RATIO, SECONDS
from moie_tui.tui.units import axis_end, spoken


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (None, RATIO, "–"),
        (1.0, RATIO, "100 %"),
        (0.99999, RATIO, "99.9 %"),
        (0.00001, RATIO, "0.1 %"),
        (0.5, RATIO, "50 %"),
        (0.0, RATIO, "0 %"),
        (12.4, PERCENT, "12 %"),
        (0.0, SECONDS, "0"),
        (0.25, SECONDS, "250ms"),
        (4.12, SECONDS, "4.1s"),
        (754.0, SECONDS, "12m 34s"),
        (600.0, SECONDS, "10m"),
        (273_600.0, SECONDS, "3d 4h"),
        (1_900_000.0, BYTES, "1.9 MB"),
        (1204.0, COUNT, "1,204"),
        (2.5, COUNT, "2.5"),
    ],
)
def test_a_figure_is_said_with_its_unit(value: float | None, unit: str, words: str) -> None:
    assert spoken(value, unit) == words


@pytest.mark.parametrize(
    ("values", "unit", "end"),
    [
        ([0.2], RATIO, 1.0),
        ([3.0, None], PERCENT, 100.0),
        ([0.0312], SECONDS, 0.04),
        ([9.0], SECONDS, 10.0),
        ([62.0, 3.0], SECONDS, 120.0),
        ([1_000.0], SECONDS, 1_200.0),
        ([90 * 86_400.0], SECONDS, 90 * 86_400.0),
        ([0.0], COUNT, 2),
        ([5.0], COUNT, 10),
        ([41.0], COUNT, 100),
        ([3_000_000.0], BYTES, 4_000_000),
        ([], BYTES, 2),
    ],
)
def test_an_axis_ends_at_a_round_figure_that_nothing_is_above(
    values: list[float | None], unit: str, end: float
) -> None:
    assert axis_end(values, unit) == pytest.approx(end)
