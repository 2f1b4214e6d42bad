"""Where the screen gets its facts and acts: what the workspace offers, and tests can offer too."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from moie_tui.domain.changes import Changes
    from moie_tui.domain.checking import Board
    from moie_tui.domain.compared import Compared
    from moie_tui.domain.digest import Digest
    from moie_tui.domain.draft import Draft, Written
    from moie_tui.domain.event_query import EventPage, Place, Wanted
    from moie_tui.domain.incident import Incident, Seen
    from moie_tui.domain.machine import Machine
    from moie_tui.domain.metrics import Metrics
    from moie_tui.domain.palettes import Palettes
    from moie_tui.domain.plan import Cancel, Effect, Operation, Outcome, Plan, Progress
    from moie_tui.domain.run import Run
    from moie_tui.domain.surroundings import Surroundings
    from moie_tui.domain.view import SystemView


class Drafting(Protocol):
    """Documents of the root in the operator's editor; what it does changes nothing of the root."""

    def begin(self, what: str = "state") -> Draft:
        """A copy of the live state, or of the config (blocking)."""

    def edit(self, draft: Draft) -> None:
        """Runs the editor until it ends, on the terminal; only from the main thread (blocking)."""

    def look(self, draft: Draft) -> Written:
        """What was written, and what is wrong with it (blocking)."""

    def drop(self, draft: Draft) -> None:
        """Throws the copy away (blocking)."""


class Reporting(Protocol):
    """What somebody else needs to help; what it does changes nothing of the root."""

    def gather(self, seen: Seen, cancel: Cancel) -> Incident:
        """All there is to tell, without secrets (blocking)."""

    def place(self, found: Incident) -> Path | None:
        """Where it would be written now; None when there is no such place (blocking)."""

    def write(self, found: Incident) -> Path:
        """Writes it outside the root; where it lies (blocking)."""


class Source(Protocol):
    """One open root, as the screen needs it."""

    @property
    def root(self) -> Path:
        """The folder."""

    def clock(self) -> datetime:
        """The time, aware UTC."""

    @property
    def drafts(self) -> Drafting:
        """Copies for the editor."""

    @property
    def incidents(self) -> Reporting:
        """For whoever is to help."""

    def watch(self) -> AsyncIterator[SystemView]:
        """A view now and another after each change, until it is closed."""

    def view(self) -> SystemView:
        """One full reading of the root (blocking)."""

    def operation(self, name: str, **arguments: object) -> Operation:
        """The operation of that name; raises the typed errors."""

    def run(self, operation: Operation, plan: Plan, progress: Progress, cancel: Cancel) -> Outcome:
        """Runs exactly that plan (blocking); read-only is refused here."""

    def palettes(self) -> AsyncIterator[Palettes]:
        """The user's own themes, and again after each change of them, until it is closed."""

    def snapshot_diff(self, a: str, b: str | None = None) -> tuple[Effect, ...]:
        """What leads from one snapshot to another, or to the state as it is now (blocking)."""

    def view_at(self, moment: datetime, live: SystemView) -> SystemView:
        """The root as it was; `live` is a view of now (blocking)."""

    def compare_moments(
        self, live: SystemView, one: datetime | None, other: datetime | None = None
    ) -> Compared:
        """What differs between two moments, None being now (blocking)."""

    def events(
        self,
        wanted: Wanted | None = None,
        limit: int = 500,
        *,
        before: Place | None = None,
        after: Place | None = None,
        cancel: Cancel | None = None,
    ) -> EventPage:
        """The newest events of the log, or those next to a place (blocking)."""

    def event_categories(self) -> tuple[str, ...]:
        """The categories of the log (blocking)."""

    def changes_between(self, good_at: datetime, bad_at: datetime) -> Changes:
        """What changed in state and config between two runs, told by their ends (blocking)."""

    def watchdog(self) -> Board:
        """What the watchdog told, and when it looked (blocking)."""

    def runs(self, job: str, limit: int = 100) -> tuple[Run, ...]:
        """The runs of a job, newest first."""

    def run_log(self, job: str, run_id: str, offset: int = 0) -> tuple[str, int]:
        """The output of a run from a byte offset on, and the next offset (blocking)."""

    def metrics(self, span: timedelta, until: datetime | None = None) -> Metrics:
        """What happened in a span that ends now or at a moment, counted (blocking)."""

    def machine(self) -> Machine:
        """How busy the machine is (blocking)."""

    def digest(self, since: datetime, live: SystemView) -> Digest:
        """What happened since a moment; `live` is a view of now (blocking)."""

    def last_seen(self) -> datetime | None:
        """When this operator last used a dashboard of this root (blocking)."""

    def note_seen(self, at: datetime) -> None:
        """Notes that the operator is here (blocking)."""

    def surroundings(self) -> Surroundings:
        """What lies around a silent heart: timers, disk, clock, lock (blocking, maybe for seconds)."""

    def export(self, stem: str, text: str, suffix: str = "md") -> Path:
        """Writes a document for people outside the root; where it lies now (blocking)."""
