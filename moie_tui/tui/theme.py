"""Themes: one accent, and a colour for each state and nothing else."""

from __future__ import annotations

from rich.console import Console
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from moie_tui.domain.palettes import COLOURS, PALETTES, Palette
from moie_tui.values import asdict

_QUIET = {
    "block-cursor-text-style": "none",
    "footer-background": "transparent",
    "scrollbar-background": "transparent",
    "scrollbar-background-hover": "transparent",
    "scrollbar-background-active": "transparent",
    "scrollbar-corner-color": "transparent",
}
_ANSI_QUIET = {
    **BUILTIN_THEMES["ansi-dark"].variables,
    **_QUIET,
    "ansi-background": "ansi_default",
    "ansi-foreground": "ansi_default",
    "border": "ansi_default",
    "border-blurred": "ansi_default",
    "scrollbar": "ansi_default",
    "scrollbar-hover": "ansi_default",
    "scrollbar-active": "ansi_default",
    "link-style": "none",
    "link-color": "ansi_default",
    "link-background-hover": "ansi_default",
    "link-color-hover": "ansi_default",
    "link-style-hover": "underline",
}
_SIXTEEN = {
    "ok": "ansi_green",
    "waiting": "ansi_cyan",
    "late": "ansi_yellow",
    "failed": "ansi_red",
    "unknown": "ansi_magenta",
    "faint": "ansi_default",
    "faint-weight": "dim",
    "line": "ansi_bright_black",
    "cursor": "ansi_default",
    "cursor-blurred": "ansi_default",
}
"""The terminal's own colours; bright black would be invisible in some of their palettes."""
_NONE = {
    **dict.fromkeys(_SIXTEEN, "ansi_default"),
    "faint-weight": "dim",
    "late-weight": "bold",
    "failed-weight": "bold",
    "accent-weight": "bold",
}
"""No colour at all: weights, and the glyphs."""


def tokens_for(theme: Theme) -> dict[str, str]:
    """What a theme that is not ours gets for our tokens, made of its own colours."""
    if theme.ansi:
        return _SIXTEEN
    made = theme.to_color_system().generate()
    ground, ink = Color.parse(made["background"]), Color.parse(made["foreground"])
    return {
        "ok": made["text-success"],
        "waiting": ground.blend(ink, 0.8).hex,
        "late": made["text-warning"],
        "failed": made["text-error"],
        "unknown": made["text-secondary"],
        "faint": ground.blend(ink, 0.6).hex,
        "line": ground.blend(ink, 0.3).hex,
        "cursor": ground.blend(Color.parse(made["accent"]), 0.25).hex,
        "cursor-blurred": ground.blend(ink, 0.1).hex,
    }


def theme_of(palette: Palette) -> Theme:
    """The theme that wears the palette."""
    tokens = {name: value for name, value in asdict(palette).items() if name in COLOURS}
    return Theme(
        name=palette.name,
        primary=palette.accent,
        secondary=palette.unknown,
        accent=palette.accent,
        success=palette.ok,
        warning=palette.late,
        error=palette.failed,
        foreground=palette.foreground,
        background=palette.background,
        surface=palette.surface,
        panel=palette.panel,
        dark=palette.dark,
        variables={**{name.replace("_", "-"): value for name, value in tokens.items()}, **_QUIET},
    )


def _ansi(name: str, accent: str, tokens: dict[str, str]) -> Theme:
    plain = "ansi_default"
    return Theme(
        name=name,
        ansi=True,
        primary=accent,
        secondary=tokens["unknown"],
        accent=accent,
        success=tokens["ok"],
        warning=tokens["late"],
        error=tokens["failed"],
        foreground=plain,
        background=plain,
        surface=plain,
        panel=plain,
        boost=plain,
        variables={**_ANSI_QUIET, **tokens},
    )


NIGHT, DAY, CONTRAST, BLUE_ORANGE = map(theme_of, PALETTES)
ANSI = _ansi("moie-ansi", "ansi_blue", _SIXTEEN)
PLAIN = _ansi("moie-plain", "ansi_default", _NONE)
THEMES = (NIGHT, DAY, CONTRAST, BLUE_ORANGE, ANSI, PLAIN)


def is_shipped(name: str) -> bool:
    """Whether a theme of that name is ours or comes with Textual."""
    return name in BUILTIN_THEMES or any(one.name == name for one in THEMES)


def fitting() -> Theme:
    """What is worn unless the config names another theme: what this terminal can show."""
    colours = Console(force_terminal=True).color_system
    return {None: PLAIN, "standard": ANSI}.get(colours, NIGHT)
