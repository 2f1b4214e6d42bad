"""Consent to a rollback, with a tick for putting pulses on hold along with it."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget

from moie_tui.domain.plan import HOLD
from moie_tui.tui.keymap import bound, keys_of
from moie_tui.tui.screens.plan_sheet import TICK, PlanSheet
from moie_tui.tui.screens.sheet import HintLine

WORDS = "hold pulses until I resume"


class RollbackSheet(PlanSheet):
    """The plan of a rollback; `h` or the space bar asks for it with a hold of all pulses, or without."""

    BINDINGS = [bound("hold-too", "tick", "hold pulses, or not")]

    def above_keys(self) -> Iterable[Widget]:
        """The tick, where there is anything to hold pulses for."""
        yield from super().above_keys()
        if self.plan.effects:
            ticked = any(effect.kind == HOLD for effect in self.plan.effects)
            key = keys_of(self).shown("hold-too")
            box = Content.assemble(
                ("[x]" if ticked else "[ ]", "$accent bold"), f" {WORDS}  ", (key, "$accent bold")
            )
            yield HintLine(box.stylize("@click=screen.tick"), id="tick")

    def action_tick(self) -> None:
        """The plan the other way round; the new sheet has a guard of its own."""
        if self.plan.effects:
            self.dismiss(TICK)
