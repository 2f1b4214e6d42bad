"""Where the server gets its facts and acts: what the workspace offers, and tests can offer too."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from moie_tui.domain.event_query import EventPage, Place, Wanted
from moie_tui.domain.plan import Cancel, Operation, Outcome, Plan, Progress
from moie_tui.domain.run import Run
from moie_tui.domain.view import SystemView

if TYPE_CHECKING:
    from moie_tui.domain.metrics import Metrics


class Source(Protocol):
    """One open root, as the server needs it; all but `clock` and `watch` may block."""

    read_only: bool

    def clock(self) -> datetime:
        """The time, aware UTC."""

    def watch(self) -> AsyncIterator[SystemView]:
        """A view now and another after each change, until it is closed."""

    def events(
        self,
        wanted: Wanted | None = None,
        limit: int = 500,
        *,
        before: Place | None = None,
        after: Place | None = None,
        cancel: Cancel | None = None,
    ) -> EventPage:
        """A page of the log."""

    def metrics(self, span: timedelta, until: datetime | None = None) -> Metrics:
        """The metrics of the log over a span."""

    def runs(self, job: str, limit: int = 100) -> tuple[Run, ...]:
        """The runs of a job, newest first."""

    def run_log(self, job: str, run_id: str, offset: int = 0) -> tuple[str, int]:
        """The output of a run from a byte offset on, and the next offset."""

    def operation(self, name: str, **arguments: object) -> Operation:
        """The operation of that name; raises the typed errors."""

    def plan(self, operation: Operation) -> Plan:
        """What it would do now."""

    def run(self, operation: Operation, plan: Plan, progress: Progress, cancel: Cancel) -> Outcome:
        """Runs exactly that plan; read-only is refused here."""

    def telling(self, name: str) -> AbstractContextManager[None]:
        """Inside, a failure of this operation is told to the log."""
