"""The first consent: letting a root's commands run at all."""

from __future__ import annotations

from textual.content import Content

from moie_tui.tui.keymap import keys_of
from moie_tui.tui.screens.plan_sheet import PlanSheet
from moie_tui.tui.screens.plan_text import trust_rows
from moie_tui.tui.widgets.hanging_text import Row

INTRO = (
    "These commands are shell code that another program wrote, and nobody has said yet that they may run. "
    "Nothing of them has run. Read them; `{}` lets pulses run them as you from now on."
)


class TrustSheet(PlanSheet):
    """Shows every command of a root nobody trusted yet, and asks once."""

    yes = "trust and go on"

    def rows(self) -> list[Row]:
        """Why it asks, and every command."""
        return [
            (Content(), Content(INTRO.format(keys_of(self).shown("consent")))),
            (Content(), Content()),
            *trust_rows(self.plan),
        ]
