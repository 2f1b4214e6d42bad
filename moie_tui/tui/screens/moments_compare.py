"""Two moments side by side: the root in a dozen facts, then every difference of the state by id."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from textual.content import Content
from textual.widget import Widget

from moie_tui.domain.amounts import counted
from moie_tui.domain.compared import Compared, Fact, facts
from moie_tui.domain.health import ago
from moie_tui.domain.view import SystemView
from moie_tui.tui.keymap import bound
from moie_tui.tui.past_words import basis_words, gap_words, moment_words
from moie_tui.tui.screens.effects_diff import EffectsDiff, has_values
from moie_tui.tui.screens.plan_text import effect_rows
from moie_tui.tui.screens.sheet import KeyHint, Sheet
from moie_tui.tui.times import at
from moie_tui.tui.widgets.fact_table import FactTable
from moie_tui.tui.widgets.hanging_text import HangingText, Row

HEADINGS = ("Lost from the one to the other", "New", "Changed")
SAME = "The state is the same at both moments."
_GAP: Row = (Content(), Content())
JOBS = "job "


class MomentsCompare(Sheet[None]):
    """What was compared is frozen: both columns stay as they were when it was asked for."""

    BINDINGS = [bound("diff", "diff", "every value")]

    def __init__(self, compared: Compared, now: datetime) -> None:
        super().__init__()
        self._compared, self._now = compared, now
        self._facts = facts(compared, now)
        every: tuple[KeyHint, ...] = (("diff", "every value", "screen.diff"),)
        self.hints = (*(every if has_values(compared.effects) else ()), ("esc", "back", "screen.leave"))

    def head(self) -> str:
        """Which moments, how far apart."""
        first, second = self._compared.before, self._compared.after
        zone = first.zone
        start = at(_moment(first, self._now), self._now, zone)
        end = at(_moment(second, self._now), self._now, zone) if second.as_of else "now"
        apart = ago(_moment(second, self._now) - _moment(first, self._now))
        return f"{start} → {end} · {apart} apart"

    def tail(self) -> str:
        """How much differs."""
        differing = counted(sum(one.differs for one in self._facts), "fact")
        return f"{differing} and {counted(len(self._compared.effects), 'value')} of the state differ"

    def parts(self) -> Iterable[Widget]:
        """The two columns, the differences, and what they rest on."""
        heads = (self._title(self._compared.before), self._title(self._compared.after))
        yield FactTable(heads, shown(self._facts), id="facts")
        yield HangingText([*self._same_jobs(), _GAP, *self._differences(), *self._basis()], id="difference")

    def action_diff(self) -> None:
        """Every value in full, before and after."""
        if has_values(self._compared.effects):
            self.app.push_screen(EffectsDiff(self.head(), self._compared.effects))

    def _title(self, view: SystemView) -> str:
        return moment_words(view.as_of, self._now, view.zone) if view.as_of else "now"

    def _same_jobs(self) -> list[Row]:
        left = len(self._facts) - len(shown(self._facts))
        words = f"  {left} more job{'s' * (left > 1)}, the same at both moments"
        return [(Content(), Content.styled(words, "$faint"))] if left else []

    def _differences(self) -> list[Row]:
        if self._compared.unknown:
            return [(Content.styled("▲ ", "$late"), Content(f"Not compared: {self._compared.unknown}."))]
        effects = self._compared.effects
        return effect_rows(effects, HEADINGS) if effects else [(Content(), Content(SAME))]

    def _basis(self) -> Iterable[Row]:
        for view in (self._compared.before, self._compared.after):
            if past := view.as_of:
                named = Content.styled(f"{at(past.at, self._now, view.zone)}  ", "$faint")
                yield _GAP
                yield named, Content.styled(basis_words(past, view.zone)[0], "$faint")
                for gap in gap_words(past, view.zone):
                    yield Content(" " * named.cell_length), Content.styled(gap, "$faint")


def shown(known: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts worth a row: all of the root, and the jobs that differ."""
    return tuple(one for one in known if one.differs or not one.label.startswith(JOBS))


def _moment(view: SystemView, now: datetime) -> datetime:
    return view.as_of.at if view.as_of else now
