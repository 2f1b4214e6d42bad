"""The colours of the screen: a palette gives each token one, and each state its own."""

from __future__ import annotations

from collections.abc import Iterator

from moie_tui.domain.colours import contrast
from moie_tui.domain.view import Problem
from moie_tui.values import dataclass, fields


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as `#rrggbb`; text stands on `background`, `surface` (sheets), `panel` (toasts), `cursor`."""

    name: str
    dark: bool
    background: str
    surface: str
    panel: str
    cursor: str
    cursor_blurred: str
    line: str
    foreground: str
    accent: str
    ok: str
    waiting: str
    late: str
    failed: str
    unknown: str
    faint: str


@dataclass(frozen=True, slots=True)
class Palettes:
    """The user's own ones, and what is wrong with files that give none."""

    found: tuple[Palette, ...] = ()
    problems: tuple[Problem, ...] = ()


GROUNDS = ("background", "surface", "panel", "cursor", "cursor_blurred")
INKS = ("foreground", "accent", "ok", "waiting", "late", "failed", "unknown")
"""What is read; `faint` is read too, but may be left out."""
COLOURS = tuple(one.name for one in fields(Palette) if one.name not in ("name", "dark"))
"""What a palette has to give."""

NIGHT = Palette(
    name="moie-night",
    dark=True,
    background="#13161c",
    surface="#191d25",
    panel="#20252f",
    cursor="#24374c",
    cursor_blurred="#1f242d",
    line="#363d4a",
    foreground="#ced3dc",
    accent="#86b6e0",
    ok="#8cc295",
    waiting="#a4b0c2",
    late="#e0b56a",
    failed="#ea8080",
    unknown="#b7a3d8",
    faint="#78818f",
)
DAY = Palette(
    name="moie-day",
    dark=False,
    background="#f6f5f1",
    surface="#efeee9",
    panel="#e6e4dd",
    cursor="#cfe0ef",
    cursor_blurred="#e6e5df",
    line="#c9c6bc",
    foreground="#262b33",
    accent="#1f6398",
    ok="#266935",
    waiting="#51606f",
    late="#7c5200",
    failed="#b4302b",
    unknown="#6b4fa0",
    faint="#6c737d",
)
CONTRAST = Palette(
    name="moie-contrast",
    dark=True,
    background="#000000",
    surface="#0a0a0a",
    panel="#141414",
    cursor="#00284a",
    cursor_blurred="#222222",
    line="#9aa0a8",
    foreground="#ffffff",
    accent="#84c8ff",
    ok="#5ff083",
    waiting="#dfe6ee",
    late="#ffd24a",
    failed="#ff9c9c",
    unknown="#d9b8ff",
    faint="#b8bec6",
)
BLUE_ORANGE = Palette(
    name="moie-blue-orange",
    dark=True,
    background="#12161d",
    surface="#181d26",
    panel="#1f2530",
    cursor="#2b3442",
    cursor_blurred="#1f252f",
    line="#37404e",
    foreground="#d3d7de",
    accent="#c9d3e0",
    ok="#5fb0ec",
    waiting="#a5b0c0",
    late="#f8ecb0",
    failed="#f08a3c",
    unknown="#c79aa0",
    faint="#7b8593",
)
PALETTES = (NIGHT, DAY, CONTRAST, BLUE_ORANGE)


def hard_to_read(palette: Palette, text: float, faint: float) -> Iterator[tuple[str, str, float]]:
    """Ink, ground and ratio wherever the contrast is below `text`, or for the faint ink below `faint`."""
    for ink in (*INKS, "faint"):
        for ground in GROUNDS:
            ratio = contrast(getattr(palette, ink), getattr(palette, ground))
            if ratio < (faint if ink == "faint" else text):
                yield ink, ground, ratio
