"""Help for where you are, made of the keys that work there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.app import App
from textual.binding import ActiveBinding
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from moie_tui.domain.key_catalogue import ACT, BY_ID
from moie_tui.tui.keymap import PANE_ACT_HINTS, bound, keys_of
from moie_tui.tui.looks import SNAPSHOTS
from moie_tui.tui.screens.sheet import Sheet
from moie_tui.tui.widgets.hanging_text import HangingText, Row

ACTS = "Acts: each shows its plan first, and undo takes back what it changed"
HERE, EVERYWHERE = "Here", "Everywhere"
_OF_NO_USE = frozenset(
    ("scroll_left", "scroll_right", "page_left", "page_right", "app.focus_next", "app.focus_previous",
     "screen.copy_text")
)  # fmt: skip
"""What Textual's own widgets bring along and nothing here is made for."""
MOVES = frozenset(("down", "up", "left", "right", "page-down", "page-up", "first", "last"))
"""What moves the cursor in any list."""
_RULES = (
    "Lowercase never changes anything. In a plan's sheet Enter cancels and {consent} runs, once the plan has "
    "been in sight for half a second; pressed sooner, or with a plan made anew, it begins again. "
    "Colour and glyph say the state: "
    "● ok  ○ pending  ◐ running  ▲ late  ✗ failed  ∞ cyclic  ? unknown  ‖ paused."
)


class HelpScreen(Sheet[None]):
    """Shows the active bindings in groups; `where` names the focused pane."""

    BINDINGS = [bound("help", "leave", "back")]

    def __init__(self, bindings: Mapping[str, ActiveBinding], where: str = "") -> None:
        super().__init__()
        self._offered, self._where = bindings, where

    def head(self) -> str:
        """Where you are."""
        return f"Help · {self._where.capitalize()}" if self._where else "Help"

    def parts(self) -> Iterable[Widget]:
        """The keys by what they act on, then the two rules worth knowing."""
        groups = grouped(self._offered, self._where)
        wide = max((len(self._keys(group)) for one in groups.values() for group in one.values()), default=0)
        rows: list[Row] = []
        for heading, actions in groups.items():
            rows.append((Content(), Content.styled(heading, "bold")))
            for description, bindings in actions.items():
                keys = self._keys(bindings).rjust(wide)
                rows.append((Content.assemble("  ", (keys, "$accent"), "  "), Content(description)))
            rows.append((Content(), Content()))
        legend = _RULES.format(consent=keys_of(self).shown("consent"))
        if self._where in ("snapshots", ""):
            legend += f" Snapshots: {SNAPSHOTS}."
        yield HangingText([*rows, (Content(), Content.styled(legend, "$faint"))])

    def _keys(self, bindings: Iterable[ActiveBinding]) -> str:
        return " ".join(dict.fromkeys(self.app.get_key_display(one.binding) for one in bindings))


def grouped(bindings: Mapping[str, ActiveBinding], where: str) -> dict[str, dict[str, list[ActiveBinding]]]:
    """Heading to description to the keys that do it: the focused pane's first, then acts, then the rest.

    A sheet's acts are its own, and come before how one reads in it."""
    first = (where.capitalize(), ACTS) if where else (ACTS, HERE)
    headings = (*first, "The dashboard", EVERYWHERE)
    found: dict[str, dict[str, list[ActiveBinding]]] = {heading: {} for heading in headings}
    for one in bindings.values():
        described = one.binding.description and one.binding.action not in _OF_NO_USE
        if described and not one.binding.system and one.enabled:
            group, words = found[_heading(one, where)], one.binding.description
            # Ours and Textual's "page down" are one act.
            group.setdefault(words[:1].upper() + words[1:], []).append(one)
    return {heading: actions for heading, actions in found.items() if actions}


def _heading(one: ActiveBinding, where: str) -> str:
    name, here = one.binding.id, where.capitalize() or HERE
    if any(name == own for own, _ in PANE_ACT_HINTS.get(where, ())):
        return here
    if name in BY_ID and BY_ID[name].kind == ACT:
        return ACTS
    if isinstance(one.node, App) or name in MOVES:
        return EVERYWHERE
    on_it = isinstance(one.node, Screen) and not isinstance(one.node, ModalScreen)
    return "The dashboard" if on_it else here
