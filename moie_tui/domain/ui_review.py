"""What in `ui` of a valid config has no effect, and why."""

from __future__ import annotations

from collections.abc import Iterator

from moie_tui.domain.colours import NAMES, as_hex
from moie_tui.domain.errors import KeyPath
from moie_tui.domain.keys import keys_from
from moie_tui.domain.settings import UiSettings


def ui_flaws(ui: UiSettings) -> Iterator[tuple[KeyPath, str]]:
    """Keys that stay as shipped, and a colour that is none, each by its path."""
    for flaw in keys_from(ui.keymap)[1]:
        yield ("ui", "keymap", flaw.id), flaw.what
    if ui.mark.colour and as_hex(ui.mark.colour) is None:
        what = f"{ui.mark.colour!r} is no colour; write one like '#c0392b', or {', '.join(NAMES)}"
        yield ("ui", "mark", "colour"), what
