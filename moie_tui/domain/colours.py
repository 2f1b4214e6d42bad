"""Colours as numbers: how they are written, and how well one is read on another."""

from __future__ import annotations

import re

from moie_tui.values import pattern

RGB = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""
NAMES = {
    "red": "#c0392b", "orange": "#c76b00", "yellow": "#c9a100", "green": "#2e8b47", "cyan": "#14808a",
    "blue": "#2b6cb0", "purple": "#7a4fb0", "pink": "#b83b7d", "grey": "#5f6772", "white": "#f2f2f2",
}  # fmt: skip
"""Colours that need no number."""
_HEX = pattern(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.ASCII | re.IGNORECASE)


def as_hex(words: str) -> str | None:
    """A colour by name or number as `#rrggbb`, None when it is none."""
    known = NAMES.get(words.strip().lower(), words.strip().lower())
    if not _HEX.fullmatch(known):
        return None
    return known if len(known) == 7 else "#" + "".join(2 * digit for digit in known[1:])


def rgb(colour: str) -> RGB:
    """The parts of `#rrggbb`."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1, as WCAG 2 defines it."""
    red, green, blue = (_linear(part / 255) for part in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2's contrast ratio, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def ink_on(colour: str) -> str:
    """Black or white, whichever is read better on it."""
    return max(("#000000", "#ffffff"), key=lambda ink: contrast(ink, colour))


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
