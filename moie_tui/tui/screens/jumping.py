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
NO_JOB = "Select a job, or an event of one: {} goes to the other."


class Jumping(OneOfSeveral, inherit_bindings=False):
    """Knows which pane lists what; `pane` and `action_pane` are those of the dashboard."""

    front: var[str] = var(PANES[0], init=False)
    """The pane that has the focus, and that alone is shown where only one fits."""
    selection: var[tuple[str, str]] = var(("", ""), init=False)
    event: var[Event | None] = var(None, init=False)
    came_from: GoTo | None = None
    """Where the events of a job were asked for."""

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
            self.query_one(EventsPane).show_job(key)
            self.action_pane("events")
            return
        name = key if kind == "pane" else _LISTED_IN.get(kind, PANES[0])
        self.action_pane(name)
        pane = self.pane(name)
        if kind != "pane" and isinstance(pane, FoundPane):
            pane.reveal(kind, key)

    def action_events_of(self) -> None:
        """From a job to its events; from there back, and from any event to its job."""
        if self.front == "events":
            back = self.came_from if self.query_one(EventsPane).wanted.job else None
            place = back or self._job_of_the_event()
            self.came_from = None
            if back:
                self.query_one(EventsPane).show_job("")
        else:
            kind, key = self.selection
            place = GoTo(EVENTS_OF, key) if kind == "job" and key else None
            self.came_from = GoTo("watched" if self.front == "jobs" else "job", key)
        if place is None:
            self.notify(NO_JOB.format(self.keys.shown("events-of")), title="No job is selected", markup=False)
        else:
            self.post_message(place)

    def _job_of_the_event(self) -> GoTo | None:
        key = next(jobs_of(self.event), "") if self.event else ""
        if not key:
            return None
        listed = {one.key for one in self.judgement.jobs} if self.judgement else set()
        return GoTo("watched" if key in listed else "job", key)
