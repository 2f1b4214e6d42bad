"""Row one of the dashboard, and the notice below it when something is broken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import chain
from pathlib import Path

from textual.reactive import var

from moie_tui.domain.judge import Judgement
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui.alerts import NO_ALERTS, Alerts
from moie_tui.tui.keymap import keys_of
from moie_tui.tui.mark import NO_MARK, Mark
from moie_tui.tui.pieces import Line, swapped, width_of
from moie_tui.tui.status import heart_forms, status_line
from moie_tui.tui.trouble import trouble_lines
from moie_tui.tui.widgets.ageing import EACH_SECOND, Ageing
from moie_tui.tui.widgets.lines import Lines
from moie_tui.tui.widgets.telling import Telling


class StatusBar(Lines, Telling):
    """Where we are, how it is, and what needs a look."""

    view: var[SystemView] = var(NO_VIEW, init=False)
    judgement: var[Judgement | None] = var(None, init=False)
    alerts: var[Alerts] = var(NO_ALERTS, init=False)
    locked: var[bool] = var(False, init=False)
    read_only: var[bool] = var(False, init=False)
    mark: var[Mark] = var(NO_MARK, init=False)

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._home = str(Path.home())

    def watch_locked(self) -> None:
        """The lock was turned."""
        self.say()

    def watch_mark(self) -> None:
        """Another name, or another colour for the same."""
        self.say()

    def on_resize(self) -> None:
        """As much as fits."""
        self.say()

    def told(self) -> tuple[Line, ...]:
        """The heart, in each of its forms."""
        return heart_forms(self.view, self.judgement, self.now)

    def retell(self, before: Sequence[Line], after: Sequence[Line]) -> bool:
        """The same form in the same place, if it is as long."""
        if not self.lines or [*map(width_of, before)] != [*map(width_of, after)]:
            return False
        self.set_lines([swapped(self.lines[0], chain(*before), chain(*after))])
        return True

    def say_all(self) -> None:
        """Says the row again."""
        marks = ["READ-ONLY"] * self.read_only + ["LOCKED"] * self.locked
        width = self.size.width
        if width:
            facts = (self.view, self.judgement, self.alerts, self.now)
            self.set_lines([status_line(*facts, width, home=self._home, marks=marks, mark=self.mark.name)])


class Notice(Lines, Ageing):
    """Says exactly what is broken, or the first problems; takes no room when all is well."""

    view: var[SystemView] = var(NO_VIEW, init=False)
    rollback_to: var[str] = var("", init=False)

    def watch_rollback_to(self) -> None:
        """Another snapshot is what R would take."""
        if self.view.state_problem:
            self.say()

    def watch_view(self) -> None:
        """Another view."""
        self.say()

    def age(self) -> timedelta:
        """A second has passed."""
        if self.view.state_problem:
            self.say()
        return EACH_SECOND

    def on_resize(self) -> None:
        """Lines wrap at the new width."""
        self.say()

    def say(self) -> None:
        """Says everything again and takes as many lines as that needs."""
        width = self.screen.size.width - 2
        short = self.screen.size.height < 20
        found = list(trouble_lines(self.view, self.now, width, self.rollback_to, keys_of(self)))
        lines = found[: 2 if short else 6]
        self.display = bool(lines)
        self.styles.height = max(1, len(lines))
        self.set_lines(lines)
