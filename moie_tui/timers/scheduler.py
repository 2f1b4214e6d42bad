"""What every kind of scheduler can tell and do; the three are built here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from moie_tui.domain.neighbours import Neighbour
from moie_tui.domain.plan import Effect
from moie_tui.domain.timer import Entry, Installed

Contents = Mapping[str, bytes | None]
"""What lies in each place of a scheduler that is ours to write: the crontab, or files by path."""


class Scheduler(Protocol):
    """One kind of scheduler, seen from one root. Reading works wherever it makes sense, usable or not."""

    @property
    def kind(self) -> str:
        """Its word."""

    def why_not(self) -> str:
        """Why nothing can be installed with it here, "" when it can."""

    def read(self) -> Contents:
        """What lies there now; also the places that are empty."""

    def installed(self, contents: Contents) -> tuple[Installed, ...]:
        """Our entries in it, with what is asked of the scheduler itself."""

    def neighbours(self, contents: Contents) -> tuple[Neighbour, ...]:
        """Whatever else it starts on this root."""

    def wanted(self, contents: Contents, entries: Sequence[Entry], quiet: Sequence[Neighbour]) -> Contents:
        """The contents with just these entries of ours; lines of these neighbours are commented out."""

    def without(self, contents: Contents) -> Contents:
        """The contents with nothing of ours, and what we put out of action back in it."""

    def effects(self, before: Contents, after: Contents) -> tuple[Effect, ...]:
        """What leads from one to the other; also to be made active what is written already."""

    def apply(self, before: Contents, after: Contents) -> None:
        """Writes and makes active; PlanOutdated when something else lies there than `before`."""

    def put_out(self, one: Neighbour) -> str:
        """Ends a neighbour of this scheduler, its files untouched; says how that is taken back."""

    def notes(self, entries: Sequence[Entry]) -> tuple[str, ...]:
        """What to mind when these entries are started by it."""
