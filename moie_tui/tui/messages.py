"""What widgets tell the app: what the operator asked for, never how it is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.message import Message

from moie_tui.values import dataclass, field

if TYPE_CHECKING:
    from moie_tui.domain.event import Event
    from moie_tui.domain.executions import Execution
    from moie_tui.domain.review import Review
    from moie_tui.tui.evidence import Evidence
    from moie_tui.tui.matter import Matter

ROW, AS, EXPORT = "row", "as", "export"
"""What to do with what is in front: copy the row, copy it in a form to choose, write all of it to a file."""


@dataclass
class ActRequested(Message):
    """The operator asks for an operation by its name; nothing is planned yet."""

    name: str
    arguments: Mapping[str, object] = field(default_factory=dict)


@dataclass
class JobOpened(Message):
    """The operator goes deeper into a job: its executions."""

    key: str


@dataclass
class RunOpened(Message):
    """The operator goes deeper into a run that ended; `runs` are all of its job, oldest first."""

    review: Review
    runs: Sequence[Execution]
    evidence: Evidence


@dataclass
class OutputOpened(Message):
    """The operator wants to read the whole output of a run, or follow it."""

    job: str
    run_id: str


@dataclass
class OutputsCompared(Message):
    """The operator wants to know how the output of a run differs; `older` names runs by what they are."""

    job: str
    run_id: str
    older: Mapping[str, str]


@dataclass
class SnapshotOpened(Message):
    """The operator goes deeper into a snapshot: what differs from now."""

    id: str


@dataclass
class EventOpened(Message):
    """The operator wants to read an event in full."""

    event: Event


@dataclass
class SortsWanted(Message):
    """The operator wants to choose the kinds of events that are listed; `chosen` are, or none: all.

    `seen` are the categories of the events on screen."""

    chosen: frozenset[str]
    seen: frozenset[str]


@dataclass
class SortsChosen(Message):
    """Only events of these categories are wanted; none: of all."""

    chosen: frozenset[str]


@dataclass
class OperationsOpened(Message):
    """The operator wants to see what was done, and what of it can be taken back."""


@dataclass
class OperationOpened(Message):
    """The operator goes deeper into an operation: its effects, and the way back."""

    id: str


@dataclass
class AlertsOpened(Message):
    """The operator wants to see all that is wrong with the root."""


@dataclass
class HeartOpened(Message):
    """The operator goes deeper into the heart: why it is silent, or what its next beats will do."""


@dataclass
class ForecastOpened(Message):
    """The operator wants to know what the next beats will do."""


@dataclass
class DigestOpened(Message):
    """The operator wants to read what happened while nobody was here."""


@dataclass
class DigestRead(Message):
    """The operator puts that away unread."""


@dataclass
class Drawn(Message):
    """A dashboard is on the screen for the first time, with all its panes."""


@dataclass
class RootWanted(Message):
    """The operator wants another root in front: the one of that number, else so many steps further."""

    number: int = 0
    step: int = 0


@dataclass
class RootsOpened(Message):
    """The operator wants to see how all roots are."""


@dataclass
class MetricsOpened(Message):
    """The operator wants to see what happened in a span of time, counted."""


@dataclass
class NoteWanted(Message):
    """The operator takes an alert on; what to note is still to be said."""

    key: str
    message: str
    note: str = ""


@dataclass
class SilenceWanted(Message):
    """The operator wants to hear no more of a subject; for how long and why is still to be said."""

    what: str


@dataclass
class DifferenceWanted(Message):
    """A snapshot is being looked at: how much differs from it now?"""

    snapshot: str

    def can_replace(self, message: Message) -> bool:
        """Only the last one looked at counts."""
        return isinstance(message, DifferenceWanted)


@dataclass
class TimeRequested(Message):
    """The operator goes through time; `what` is back, forward, leap-back, leap-forward, choose, mark,
    compare, or now."""

    what: str


@dataclass
class MatterWanted(Message):
    """The operator wants what is in front somewhere else; `how` is ROW, AS or EXPORT."""

    matter: Matter
    how: str


@dataclass
class HoldWanted(Message):
    """The operator wants to stop all pulses; for how long and why is still to be said."""


@dataclass
class HelpRequested(Message):
    """The operator asks what can be done here; `pane` is where the focus is."""

    pane: str = ""


@dataclass
class LeaveRequested(Message):
    """The operator wants to quit; an operation may still be running."""


@dataclass
class Selected(Message):
    """Another row is under the cursor of a pane; `kind` is phase, job, snapshot or event."""

    kind: str
    key: str

    def can_replace(self, message: Message) -> bool:
        """Only the last of a flood of moves counts."""
        return isinstance(message, Selected)


EVENTS_OF = "events of"


@dataclass
class GoTo(Message):
    """The operator wants to be at a thing by its key.

    `kind` is phase, job, watched (a job in the list of cyclic ones), snapshot, pane, or EVENTS_OF a job."""

    kind: str
    key: str
