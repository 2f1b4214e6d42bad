"""The dashboard: five panes over one view, laid out for the room there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.geometry import Size
from textual.reactive import var

from moie_tui.tui import keymap
from moie_tui.tui.asking import NO_JOB, START, asked
from moie_tui.tui.event_search import Read
from moie_tui.tui.keymap import PANES
from moie_tui.tui.messages import (
    AlertsOpened,
    DigestOpened,
    DigestRead,
    Drawn,
    LeaveRequested,
    MatterWanted,
    MetricsOpened,
    OperationsOpened,
    RootsOpened,
    Selected,
    SnapshotOpened,
    SortsChosen,
    TimeRequested,
)
from moie_tui.tui.room import GRAND, HUGE, TALL, WIDE, is_shown, room_classes, shows_all
from moie_tui.tui.screens.momentary import Momentary
from moie_tui.tui.sparing import SparingCompositor
from moie_tui.tui.widgets.events_pane import EventsPane
from moie_tui.tui.widgets.foot import Hints, LastAction
from moie_tui.tui.widgets.heart_pane import HeartPane
from moie_tui.tui.widgets.jobs_pane import JobsPane
from moie_tui.tui.widgets.pane import Pane
from moie_tui.tui.widgets.phases_pane import PhasesPane
from moie_tui.tui.widgets.snapshots_pane import SnapshotsPane
from moie_tui.tui.widgets.status_bar import Notice, StatusBar

if TYPE_CHECKING:
    from moie_tui.tui.widgets.tab_bar import TabBar

_LISTS = {
    "operations": OperationsOpened, "alerts": AlertsOpened, "metrics": MetricsOpened, "news": DigestOpened,
    "roots": RootsOpened,
}  # fmt: skip


class Dashboard(Momentary, inherit_bindings=False):
    """Shows the facts it is bound to; posts what the operator asks for."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide"), (HUGE, "-huge")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (8, "-low"), (14, "-short"), (TALL, "-tall"), (GRAND, "-grand")]
    BINDINGS = keymap.DASHBOARD
    AUTO_FOCUS = None

    rollback_to: var[str] = var("", init=False)

    def __init__(self, read: Read, *, several: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self._several = several
        self._compositor = SparingCompositor()
        self._panes: tuple[Pane, ...] = ()
        self._is_full = False
        self._read = read

    def compose(self) -> ComposeResult:
        """Status, panes, last rows."""
        size = self.app.size
        room = room_classes(size, self.HORIZONTAL_BREAKPOINTS, self.VERTICAL_BREAKPOINTS)
        self.add_class(*room, update=False).set_class(not shows_all(size, self.zoomed), "-one", update=False)
        facts = (Dashboard.view, Dashboard.judgement)
        about = (*facts, Dashboard.selection, Dashboard.event, Dashboard.proofs)
        if self._several:
            from moie_tui.tui.widgets.root_bar import RootBar

            yield RootBar(id="roots").data_bind(Dashboard.roots, Dashboard.keys)
        yield StatusBar(id="status").data_bind(
            *facts, Dashboard.alerts, Dashboard.locked, Dashboard.read_only, Dashboard.mark
        )
        yield Notice(id="notice").data_bind(Dashboard.view, Dashboard.rollback_to)
        if not shows_all(size, self.zoomed):
            yield self.tab_bar()
        panes = (
            PhasesPane(id="phases").data_bind(*about, Dashboard.silence),
            JobsPane(id="jobs").data_bind(*facts),
            *([self.inspector()] if is_shown("inspector", self.front, size, self.zoomed) else ()),
            HeartPane(id="heart").data_bind(*facts, Dashboard.day, Dashboard.silence),
            SnapshotsPane(id="snapshots").data_bind(*facts),
            EventsPane(self._read, id="events").data_bind(*facts),
        )
        for pane in panes:
            pane.display = is_shown(pane.id, self.front, size, self.zoomed)
        yield Container(*panes, id="panes")
        with Container(id="foot"):
            locks = (Dashboard.locked, Dashboard.read_only)
            yield LastAction(id="last").data_bind(Dashboard.view, Dashboard.activity, *locks, Dashboard.keys)
            acts = (Dashboard.view, Dashboard.alerts, Dashboard.locked, Dashboard.read_only, Dashboard.keys)
            here = (Dashboard.selection, Dashboard.narrowed)
            yield Hints(id="hints").data_bind(*acts, *here, pane=Dashboard.front)

    def on_resize(self, event: events.Resize) -> None:
        """Another size may show one pane or all."""
        if not self._is_whole():
            return
        self._arrange(event.size)
        self.call_up()
        if not self._is_full:
            self.set_focus(self.pane(self.front).target)
            self.call_after_refresh(self._begin_to_draw)

    def _screen_resized(self, size: Size) -> None:
        # While it starts it is told three times of the size that it is laid out for.
        if size != self.outer_size:
            super()._screen_resized(size)

    def _begin_to_draw(self) -> None:
        self._is_full = True
        self.refresh()
        self.call_after_refresh(self.post_message, Drawn())

    def _compositor_refresh(self) -> None:
        # Until then the picture that was there before says more than empty panes.
        if self._is_full:
            super()._compositor_refresh()

    def _is_whole(self) -> bool:
        # Who leaves while it starts has it taken apart pane by pane, and messages still come.
        if len(self._panes) < len(PANES):
            self._panes = tuple(self.query(Pane))
        return len(self._panes) == len(PANES) and all(pane.is_attached for pane in self._panes)

    def _arrange(self, size: Size) -> None:
        self.set_class(not shows_all(size, self.zoomed), "-one")
        self.make_room(size)
        for pane in self.query_one("#panes").children:
            pane.display = is_shown(pane.id, self.front, size, self.zoomed)

    def watch_view(self) -> None:
        """The past looks different from now."""
        super().watch_view()
        self.set_class(self.view.as_of is not None, "-past")

    def watch_front(self, before: str) -> None:
        """Another pane comes to the front."""
        super().watch_front(before)
        self._arrange(self.size)
        self._select()

    def watch_zoomed(self) -> None:
        """One pane, or all again."""
        self._arrange(self.size)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The pane around the focus is the one in front."""
        for node in event.widget.ancestors_with_self:
            if isinstance(node, Pane) and node.id:
                self.front = node.id
        self._notice_narrowing()

    def on_selected(self, message: Selected) -> None:
        """Follows the cursor of the pane in front, and that of the snapshots for rollbacks."""
        if not self._is_whole():
            return
        self.rollback_to = self.query_one(SnapshotsPane).rows.key
        self._select()

    def _select(self) -> None:
        if not self._is_whole():
            return
        self.event = self.query_one(EventsPane).event()
        self.selection = self.pane(self.front).selected()
        self._notice_narrowing()

    def on_tab_bar_picked(self, message: TabBar.Picked) -> None:
        """A tab was clicked."""
        self.action_pane(message.pane)

    def action_pane(self, name: str) -> None:
        """To that pane."""
        self.front = name
        # At once, so that the next key typed already belongs to it.
        self.set_focus(self.pane(name).target)

    def action_next_pane(self, step: int) -> None:
        """To the pane so many further, round and round."""
        self.action_pane(PANES[(PANES.index(self.front) + step) % len(PANES)])

    def action_overview(self) -> None:
        """All panes, the phases first."""
        self.zoomed = False
        self.action_pane(PANES[0])

    def action_unzoom(self) -> None:
        """Back to now, or to all panes."""
        if self.view.as_of is not None:
            self.post_message(TimeRequested("now"))
        elif self.zoomed:
            self.zoomed = False
        elif self.digest is not None:
            self.post_message(DigestRead())

    def action_back(self) -> None:
        """One layer back; from the outermost, out of the program."""
        if self.zoomed or self.view.as_of is not None:
            self.action_unzoom()
        else:
            self.post_message(LeaveRequested())

    def action_zoom(self) -> None:
        """The pane in front alone, or all again."""
        self.zoomed = not self.zoomed

    def action_act(self, name: str) -> None:
        """Asks for an operation on what is selected."""
        if name == START and (self.selection[0] != "job" or not self.selection[1]):
            self.notify(NO_JOB.format(self.keys.shown("run")), title="No job is selected", markup=False)
            return
        self.post_message(asked(name, self.view, self.selection, self.query_one(SnapshotsPane).rows.key))

    def action_time(self, what: str) -> None:
        """Asks for another moment."""
        self.post_message(TimeRequested(what))

    def action_compare(self) -> None:
        """Asks what differs: between two moments, or between the selected snapshot and now."""
        snapshot = self.pane("snapshots").selected()[1] if self.front == "snapshots" else ""
        if snapshot and self.marked is None and self.view.as_of is None:
            self.post_message(SnapshotOpened(snapshot))
        else:
            self.post_message(TimeRequested("compare"))

    def action_matter(self, how: str) -> None:
        """Asks to have what is in front elsewhere."""
        self.post_message(MatterWanted(self.pane(self.front).matter(), how))

    def action_list(self, what: str) -> None:
        """Asks for one of the lists over the dashboard."""
        self.post_message(_LISTS[what]())

    def on_sorts_chosen(self, message: SortsChosen) -> None:
        """The log shows only these."""
        self.query_one(EventsPane).show_sorts(message.chosen)
