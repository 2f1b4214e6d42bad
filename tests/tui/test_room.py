"""A screen begins with the classes that its size will give it."""

from __future__ import annotations

import pytest
from textual.geometry import Size

from moie_tui.tui.room import room_classes
from moie_tui.tui.screens.dashboard import Dashboard


@pytest.mark.parametrize(
    ("size", "classes"),
    [
        ((20, 5), {"-narrow", "-flat"}),
        ((109, 8), {"-narrow", "-low"}),
        ((110, 32), {"-wide", "-tall"}),
        ((200, 60), {"-huge", "-grand"}),
    ],
)
def test_the_widest_and_the_tallest_that_fit(size: tuple[int, int], classes: set[str]) -> None:
    across, down = Dashboard.HORIZONTAL_BREAKPOINTS, Dashboard.VERTICAL_BREAKPOINTS
    assert set(room_classes(Size(*size), across, down)) == classes
