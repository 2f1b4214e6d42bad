"""From one pane of the dashboard to what another one tells of the same thing, and back."""

from __future__ import annotations

from textual.reactive import var

from moie_tui.domain.event import Event
from moie_tui.domain.event_query import jobs_of
from moie_tui.tui.keymap import PANES
from moie_tui.tui.messages import EVENTS_OF, GoTo
from moie_tui.tui.screens.one_of_several import OneOfSeveral
from moie_tui.tui.widgets.events_pane import EventsPane
from moie_tui.tui.widgets.pane import FoundPane, Pane

_LISTED_IN = {"snapshot": "snapshots", "watched": "jobs"}
NO_JOB = "Select a job, or an event of one: {} shows the events of that job alone."


class Jumping(OneOfSeveral, inherit_bindings=False):
    """Knows which pane lists what; `pane` and `action_pane` are those of the dashboard."""

    front: var[str] = var(PANES[0], init=False)
    """The pane that has the focus, and that alone is shown where only one fits."""
    selection: var[tuple[str, str]] = var(("", ""), init=False)
    event: var[Event | None] = var(None, init=False)
    narrowed: var[bool] = var(False, init=False)
    """Whether Esc means the pane in front: its filter, or what is typed there."""
    came_from: GoTo | None = None
    """Where the events of a job were asked for, until one leaves them by another way."""

    def pane(self, name: str) -> Pane:
        """One of the five panes."""
        return self.query_one(f"#{name}", Pane)

    def action_pane(self, name: str) -> None:
        """To that pane."""
        raise NotImplementedError

    def on_go_to(self, message: GoTo) -> None:
        """To the row of that thing, in the pane that lists it; or to the events of a job."""
        message.stop()
        kind, key = message.kind, message.key
        if kind == EVENTS_OF:
            came_from = self._place_of(key)
            self.query_one(EventsPane).show_job(key)
            self.action_pane("events")
            self.came_from = came_from
            return
        name = key if kind == "pane" else _LISTED_IN.get(kind, PANES[0])
        self.action_pane(name)
        pane = self.pane(name)
        if kind != "pane" and isinstance(pane, FoundPane):
            pane.reveal(kind, key)

    def action_events_of(self) -> None:
        """From a job or an event of it to the events of that job alone; from there back."""
        if self.front == "events" and self.query_one(EventsPane).wanted.job:
            self._leave_events_of()
        elif key := self._job_here():
            self.post_message(GoTo(EVENTS_OF, key))
        else:
            self.notify(NO_JOB.format(self.keys.shown("events-of")), title="No job is selected", markup=False)

    def _leave_events_of(self) -> None:
        """All events again; the focus goes only where it came from."""
        back = self.came_from
        self.query_one(EventsPane).show_job("")
        if back is not None:
            self.post_message(back)

    def _job_here(self) -> str:
        if self.front == "events":
            return next(jobs_of(self.event), "") if self.event else ""
        kind, key = self.selection
        return key if kind == "job" else ""

    def _place_of(self, job: str) -> GoTo | None:
        """Where the job is that events are asked for; None in the events themselves."""
        if self.front == "events":
            return None
        listed = {"phases": "job", "jobs": "watched"}
        return GoTo(listed[self.front], job) if self.front in listed else GoTo("pane", self.front)

    def watch_front(self, before: str) -> None:
        """Who leaves the events is back already."""
        if before == "events":
            self.came_from = None

    def _notice_narrowing(self) -> None:
        pane, focused = self.pane(self.front), self.focused
        typing = focused is not None and focused is not pane.target and pane in focused.ancestors
        self.narrowed = pane.is_narrowed or typing
