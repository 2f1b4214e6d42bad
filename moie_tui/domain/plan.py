"""Plan → consent → run → undo: the shape every operation has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum

from moie_tui.values import Protocol, dataclass, field

Clock = Callable[[], datetime]
"""Tells the time as an aware UTC datetime."""


class Absent(Enum):
    """The value of a key that is not there, which null is not."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT

# What an effect is about; times, snapshot names and what retention sweeps up do not make two plans differ.
JOB, PHASE, META, DOCUMENT, HEARTBEAT = "job", "phase", "meta", "document", "heartbeat"
SNAPSHOT, PIN, PRUNE, RETENTION = "snapshot", "pin", "prune", "retention"
FILE, SCHEMA, TRUST, EXECUTION = "file", "schema", "trust", "execution"
PRUNED = "pruned"
"""What a snapshot that comes back was before."""
MEND, MODE = "mend", "mode"
RUN, HOLD, QUIET, TIMER = "run", "hold", "quiet", "timer"


@dataclass(frozen=True, slots=True)
class Effect:
    """One change. `path` addresses a value of the state by ids: ("phases", "2", "jobs", "2.1", "status");
    it is empty for changes outside the state. `condition` says what it depends on: "`test -w x` succeeds"."""

    kind: str
    target: str
    before: object = ABSENT
    after: object = ABSENT
    path: tuple[str, ...] = ()
    condition: str = ""

    def essence(self) -> tuple[object, ...]:
        """What two plans must share to be the same plan: times and snapshot names apart."""
        if self.kind == HEARTBEAT:
            return (self.kind,)
        if self.kind == SNAPSHOT:
            return (self.kind, repr(self.after))
        return (self.kind, self.target, repr(self.before), repr(self.after), self.path, self.condition)

    def as_json(self) -> dict[str, object]:
        """The contract's four keys, and `if` when the effect depends on something."""
        shown: dict[str, object] = {"kind": self.kind, "target": self.target}
        shown["before"] = None if self.before is ABSENT else self.before
        shown["after"] = None if self.after is ABSENT else self.after
        if self.condition:
            shown["if"] = self.condition
        return shown


@dataclass(frozen=True, slots=True)
class Command:
    """A shell command an operation will run, and for which job."""

    job: str
    command: str


@dataclass(frozen=True)
class Plan:
    """What an operation will do, computed without doing it. `rests_on`: path to sha256, "" for none there.

    `compared` tells what it means against a third copy, which `comparison` names in a sentence: the last good
    one, where a file can't be read or one goes further back. These are no effects of their own."""

    operation: str
    title: str
    effects: tuple[Effect, ...] = ()
    commands: tuple[Command, ...] = ()
    warnings: tuple[str, ...] = ()
    rests_on: Mapping[str, str] = field(default_factory=dict)
    same_as: str = ""
    confirm_by_typing: str = ""
    compared: tuple[Effect, ...] = ()
    comparison: str = ""

    @property
    def values(self) -> tuple[Effect, ...]:
        """Every change that is known value by value."""
        return (*self.effects, *self.compared)

    def same_effects(self, other: Plan) -> bool:
        """Whether both plans do the same, times and snapshot names apart."""
        return self._essence() == other._essence() and self.commands == other.commands

    def _essence(self) -> list[tuple[object, ...]]:
        return [effect.essence() for effect in self.effects if effect.kind != RETENTION]

    def as_json(self) -> dict[str, object]:
        """The contract's keys of a plan, and `compared` where there is something to compare with."""
        shown: dict[str, object] = {
            "operation": self.operation,
            "effects": [effect.as_json() for effect in self.effects],
            "commands": [command.command for command in self.commands],
            "warnings": list(self.warnings),
            "rests_on": dict(self.rests_on),
        }
        if self.comparison:
            shown["compared"] = {
                "with": self.comparison,
                "effects": [effect.as_json() for effect in self.compared],
            }
        return shown


@dataclass(frozen=True)
class Outcome:
    """What an operation did. `operation` is the id undo takes, "" if nothing changed; `detail` adds keys."""

    operation: str
    outcome: str
    message: str
    effects: tuple[Effect, ...] = ()
    snapshot: str | None = None
    exit_code: int = 0
    detail: Mapping[str, object] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """The contract's keys of an acting command, then its own."""
        return {
            "operation": self.operation or None,
            "outcome": self.outcome,
            "effects": [effect.as_json() for effect in self.effects],
            "snapshot": self.snapshot,
            "message": self.message,
            **self.detail,
        }


class Progress(Protocol):
    """Hears what an operation is doing; called from the thread that runs it."""

    def step(self, what: str) -> None:
        """A new step begins: one short sentence."""

    def output(self, text: str) -> None:
        """A piece of a running command's output, as it came."""


class Silent:
    """Progress nobody listens to."""

    def step(self, what: str) -> None:
        """Nobody listens."""

    def output(self, text: str) -> None:
        """Nobody listens."""


class Cancel(Protocol):
    """A token the operator may set at any time (threading.Event is one)."""

    def is_set(self) -> bool:
        """Whether to stop at the next safe moment."""


class Never:
    """A cancel token nobody sets."""

    def is_set(self) -> bool:
        """Never."""
        return False


class Operation(Protocol):
    """An act on one root: planned by reading only, then run exactly as planned."""

    @property
    def name(self) -> str:
        """The word of the command line and of the operation log."""

    def plan(self, now: datetime) -> Plan:
        """What it would do now; raises the typed errors of `errors`."""

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Does what `plan` says, or raises PlanOutdated when that is no longer what it would do."""


@dataclass(frozen=True)
class FileChange:
    """One file an operation changed: path relative to the root, and sha256 before and after ("" = absent)."""

    path: str
    before: str
    after: str


@dataclass(frozen=True)
class OperationRecord:
    """What was done, as kept for undo. `undone_by` is the id of the undo that took it back."""

    id: str
    kind: str
    at: datetime
    origin: str
    effects: tuple[Effect, ...] = ()
    files: tuple[FileChange, ...] = ()
    scheduled: bool = False
    outcome: str = ""
    message: str = ""
    undoes: str = ""
    undone_by: str = ""

    @property
    def finished(self) -> bool:
        """False when the process died between intent and end."""
        return bool(self.outcome)


def is_stamp(record: OperationRecord) -> bool:
    """Whether all it changed of the state is the heartbeat."""
    of_state = [effect.kind for effect in record.effects if effect.path]
    others = {effect.kind for effect in record.effects if not effect.path}
    return bool(of_state) and {*of_state} == {HEARTBEAT} and others <= {SNAPSHOT}
