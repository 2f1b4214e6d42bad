"""The shipped palettes can be read, and their states told apart, by eyes of every kind."""

from itertools import combinations

import pytest

from moie_tui.domain.colours import as_hex, contrast, ink_on, rgb
from moie_tui.domain.palettes import BLUE_ORANGE, COLOURS, CONTRAST, PALETTES, Palette, hard_to_read

STATES = ("ok", "late", "failed")
EYES = {
    "no red": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881),
    ),
    "no blue": (
        (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900),
    ),
}  # fmt: skip
"""What is left of linear red, green and blue by colour blindness (Machado, Oliveira and Fernandes 2009)."""


@pytest.mark.parametrize("palette", PALETTES, ids=lambda one: one.name)
def test_every_ink_can_be_read_on_every_ground(palette: Palette) -> None:
    assert list(hard_to_read(palette, 4.5, 3.0)) == []


def test_high_contrast_is_what_wcag_calls_enhanced_and_has_borders_to_see() -> None:
    assert list(hard_to_read(CONTRAST, 7.0, 7.0)) == []
    assert contrast(CONTRAST.line, CONTRAST.background) >= 3


def test_an_ink_that_can_not_be_read_would_be_found() -> None:
    assert ("ok", "background", 1.0) in hard_to_read(
        Palette("murk", True, *["#333333"] * len(COLOURS)), 4.5, 3.0
    )


@pytest.mark.parametrize("eyes", EYES)
def test_states_of_the_blue_and_orange_palette_differ_for_colour_blind_eyes(eyes: str) -> None:
    for one, other in combinations((*STATES, "unknown"), 2):
        distance = _distance(*(_lab(_seen(getattr(BLUE_ORANGE, name), eyes)) for name in (one, other)))
        assert distance >= 25, (one, other, distance)


def test_colours_have_names_and_short_numbers() -> None:
    assert [as_hex(words) for words in ("#ABC", "Red", " #c0392b ", "blood", "#12", "")] == [
        "#aabbcc", "#c0392b", "#c0392b", None, None, None
    ]  # fmt: skip
    assert (ink_on("#c0392b"), ink_on("#f2f2f2")) == ("#ffffff", "#000000")
    assert round(contrast("#000000", "#ffffff"), 1) == 21


def _linear(colour: str) -> list[float]:
    parts = [part / 255 for part in rgb(colour)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def _seen(colour: str, eyes: str) -> list[float]:
    linear = _linear(colour)
    return [min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in EYES[eyes]]


def _lab(linear: list[float]) -> tuple[float, float, float]:
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    x, y, z = (
        _root(sum(a * b for a, b in zip(row, linear, strict=True)) / full)
        for row, full in zip(rows, white, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(part: float) -> float:
    return part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116


def _distance(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5
