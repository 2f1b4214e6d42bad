"""What tells one root from another: a name on its colour, on screen and in the terminal's title."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from textual.color import Color
from textual.content import Content
from textual.dom import DOMNode
from textual.theme import Theme

from moie_tui.domain.colours import as_hex, ink_on
from moie_tui.domain.judge import Judgement
from moie_tui.domain.text import plain, shorten
from moie_tui.domain.view import SystemView
from moie_tui.tui.status import chip
from moie_tui.values import dataclass

LONGEST = 20
TONE = "mark"


@dataclass(frozen=True, slots=True)
class Mark:
    """A name, "" for no mark, and a colour as `#rrggbb`, "" for the theme's accent."""

    name: str = ""
    colour: str = ""


NO_MARK = Mark()


def mark_of(view: SystemView) -> Mark:
    """What the config says; a colour alone marks the name of the folder."""
    wanted = view.settings.ui.mark
    colour = as_hex(wanted.colour) or ""
    name = plain(wanted.name).strip() or (plain(PurePath(view.root).name) if wanted.colour else "")
    return Mark(shorten(name, LONGEST), colour) if name else NO_MARK


def mark_tokens(mark: Mark, theme: Theme) -> dict[str, str]:
    """The tone of the mark in a theme; without colours it is turned around."""
    accent = theme.accent or theme.primary
    if theme.ansi and (not mark.colour or accent == "ansi_default"):
        return {TONE: accent, f"{TONE}-weight": "bold reverse"}
    colour = mark.colour or Color.parse(accent).hex.lower()
    return {TONE: ink_on(colour), f"{TONE}-ground": colour, f"{TONE}-weight": "bold"}


def marked(node: DOMNode, words: str) -> Content:
    """A title with the mark of the app in front of it."""
    mark = getattr(node.app, TONE, NO_MARK)
    if not mark.name:
        return Content(words)
    return Content.assemble((f" {mark.name} ", _style(node.app.theme_variables)), " ", words)


def title_of(mark: Mark, view: SystemView, judgement: Judgement | None) -> str:
    """What stands in the terminal's title: how it is, and which root it is."""
    glyph = chip(view, judgement)[0].split(" ")[0]
    project = plain(view.state.project).strip() if view.state else ""
    names = [part for part in (mark.name, project or plain(PurePath(view.root).name)) if part]
    return " · ".join([f"{glyph} {names[0]}" if names else glyph, *names[1:], "moie"])


def _style(variables: Mapping[str, str]) -> str:
    ground = variables.get(f"{TONE}-ground", "")
    return " ".join([variables[f"{TONE}-weight"], variables[TONE], *(["on " + ground] if ground else [])])
