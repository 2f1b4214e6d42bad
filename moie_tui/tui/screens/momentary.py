"""What a dashboard shows only at times: each is made when there first is something to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.reactive import var
from textual.widget import Widget

from moie_tui.tui.room import is_shown, shows_all
from moie_tui.tui.screens.facts import Facts
from moie_tui.tui.screens.jumping import Jumping

if TYPE_CHECKING:
    from moie_tui.tui.widgets.inspector import Inspector
    from moie_tui.tui.widgets.tab_bar import TabBar


class Momentary(Jumping, inherit_bindings=False):
    """Widgets that nobody sees would be mounted, styled and told of every fact all the same."""

    zoomed: var[bool] = var(False, init=False)

    def tab_bar(self) -> TabBar:
        """Where one pane fits: which one it is."""
        from moie_tui.tui.widgets.tab_bar import TabBar

        return TabBar(id="tabs").data_bind(Facts.view, Facts.judgement, Jumping.front)

    def inspector(self) -> Inspector:
        """Where there is much room."""
        from moie_tui.tui.widgets.inspector import Inspector

        about = (Facts.view, Facts.judgement, Jumping.selection, Jumping.event, Facts.proofs)
        return Inspector(id="inspector").data_bind(*about, Facts.difference, Facts.day, Facts.silence)

    def make_room(self, size: Size) -> None:
        """Makes what a screen of this size has and the last one had not."""
        if not shows_all(size, self.zoomed) and not self.query("#tabs"):
            self.mount(self.tab_bar(), before="#panes")
        if is_shown("inspector", self.front, size, self.zoomed) and not self.query("#inspector"):
            self.query_one("#panes").mount(self.inspector(), before="#heart")

    def call_up(self) -> None:
        """Makes what there is something to tell by now."""
        if not self.query("#notice"):
            return
        if (self.view.as_of is not None or self.marked is not None) and not self.query("#band"):
            self.mount(self._time_band(), before="#notice")
        if self.digest is not None and not self.query("#away"):
            self.mount(self._away_line(), after="#notice")

    def watch_view(self) -> None:
        """It may be of the past."""
        self.call_up()

    def watch_marked(self) -> None:
        """A moment is told of."""
        self.call_up()

    def watch_digest(self) -> None:
        """There is news."""
        self.call_up()

    def action_inspect(self, step: int) -> None:
        """Half a screenful of the inspector down or up."""
        from moie_tui.tui.widgets.inspector import Inspector

        for one in self.query(Inspector):
            one.scroll_by(step)

    def _time_band(self) -> Widget:
        from moie_tui.tui.widgets.time_band import TimeBand

        return TimeBand(id="band").data_bind(Facts.view, Facts.marked, Facts.keys, Jumping.narrowed)

    def _away_line(self) -> Widget:
        from moie_tui.tui.widgets.away_line import AwayLine

        return AwayLine(id="away").data_bind(Facts.view, Facts.digest, Facts.keys)
