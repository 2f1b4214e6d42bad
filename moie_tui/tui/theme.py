"""Our two themes: one accent, and a colour for each state and nothing else."""

from __future__ import annotations

from textual.color import Color
from textual.theme import Theme

_ANSI = {
    "ok": "ansi_green",
    "waiting": "ansi_cyan",
    "late": "ansi_yellow",
    "failed": "ansi_red",
    "unknown": "ansi_magenta",
    "faint": "ansi_bright_black",
    "line": "ansi_bright_black",
    "cursor": "ansi_default",
    "cursor-blurred": "ansi_default",
}


def tokens_for(theme: Theme) -> dict[str, str]:
    """What a theme that is not ours gets for our tokens, made of its own colours."""
    if theme.ansi:
        return _ANSI
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


def _theme(name: str, *, dark: bool, foreground: str, background: str, accent: str, **tokens: str) -> Theme:
    return Theme(
        name=name,
        primary=accent,
        secondary=tokens["unknown"],
        accent=accent,
        success=tokens["ok"],
        warning=tokens["late"],
        error=tokens["failed"],
        foreground=foreground,
        background=background,
        surface=tokens.pop("surface"),
        panel=tokens.pop("panel"),
        dark=dark,
        variables={**{key.replace("_", "-"): value for key, value in tokens.items()}, **_QUIET},
    )


_QUIET = {
    "block-cursor-text-style": "none",
    "footer-background": "transparent",
    "scrollbar-background": "transparent",
    "scrollbar-background-hover": "transparent",
    "scrollbar-background-active": "transparent",
    "scrollbar-corner-color": "transparent",
}

NIGHT = _theme(
    "moie-night",
    dark=True,
    foreground="#ced3dc",
    background="#13161c",
    surface="#191d25",
    panel="#20252f",
    accent="#86b6e0",
    ok="#8cc295",
    waiting="#a4b0c2",
    late="#e0b56a",
    failed="#ea8080",
    unknown="#b7a3d8",
    faint="#78818f",
    line="#363d4a",
    cursor="#24374c",
    cursor_blurred="#1f242d",
)
DAY = _theme(
    "moie-day",
    dark=False,
    foreground="#262b33",
    background="#f6f5f1",
    surface="#efeee9",
    panel="#e6e4dd",
    accent="#1f6398",
    ok="#2f7a3e",
    waiting="#51606f",
    late="#8f5f00",
    failed="#b4302b",
    unknown="#6b4fa0",
    faint="#6c737d",
    line="#c9c6bc",
    cursor="#cfe0ef",
    cursor_blurred="#e6e5df",
)
THEMES = (NIGHT, DAY)
