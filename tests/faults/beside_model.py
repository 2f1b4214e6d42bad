"""A real root beside a small model of it, and how an act that lived or died is held against that model."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, initialize

from moie_tui.domain.plan import OperationRecord, Outcome
from moie_tui.values import dataclass
from tests.faults.dying import Killed, dies_at
from tests.faults.model import documents, pulsed, without_times
from tests.roots import Root

CONFIG = "backups: {keep: 3, hourly: 1, daily: 1, pinned_per_reason: 100}\nsystem: {timezone: UTC}\n"
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
TOLD = {"sequences": 0, "acts": 0, "deaths": 0, "byte_identical_undos": 0}


@dataclass
class Copy:
    """A snapshot as the model remembers it."""

    data: bytes
    pinned: bool


class BesideModel(RuleBasedStateMachine):
    """A real root beside the model of it: what was done, what is there, and whether both agree."""

    @initialize(document=documents())
    def begin(self, document: dict[str, Any]) -> None:
        self.folder = tempfile.TemporaryDirectory(dir=MEMORY, prefix="moie-model-")
        self.root = Root(Path(self.folder.name), document, config=CONFIG).trust()
        self.document, self.version, self.edits = document, 2, 0
        self.copies: dict[str, Copy] = {}
        self.going: set[str] = set()
        self.runs = 0
        self.changed: dict[str, tuple[bytes, bytes]] = {}
        """Of each operation: the bytes of the live state before and after it."""
        TOLD["sequences"] += 1

    @property
    def bytes(self) -> bytes:
        self.root.name = self.root.workspace.stores.state.read().name
        return self.root.bytes

    def records(self) -> tuple[OperationRecord, ...]:
        return self.root.workspace.operations()

    @contextmanager
    def acting(self, death: int) -> Iterator[list[bool]]:
        """An act that may die; what it left is adopted if it did, held against the model if it did not."""
        TOLD["acts"] += 1
        before, known, died = self.bytes, {one.id for one in self.records()}, []
        try:
            with dies_at(death):
                yield died
        except Killed:
            died.append(True)
            TOLD["deaths"] += 1
        self.root.clock.advance(seconds=1 + death * 7)
        after = self.bytes
        self.changed |= {one.id: (before, after) for one in self.records() if one.id not in known}

    def do(self, name: str, death: int, **arguments: Any) -> tuple[Outcome | None, bytes]:
        """The outcome of an operation, None when it died or was refused; and the bytes before it."""
        before, outcome = self.bytes, None
        self.going = self.may_go(name, arguments)
        with self.acting(death) as died:
            outcome = self.root.do(name, **arguments)
        if died:
            self.adopt(before, self.after_death(name, before, arguments))
            return None, before
        self.note_copies(before)
        return outcome, before

    def may_go(self, name: str, arguments: dict[str, Any]) -> set[str]:
        """The pinned snapshots that an undo will take away: the backup itself is taken back."""
        if name != "undo":
            return set()
        workspace = self.root.workspace
        plan = workspace.plan(workspace.operation(name, **arguments))
        return {one.target for one in plan.effects if one.kind == "prune"}

    def after_death(self, name: str, before: bytes, arguments: dict[str, Any]) -> list[bytes] | None:
        """What a dead act may have left: nothing, or all of its change; None where only a diff can tell."""
        if name == "pulse":
            return None
        if name in ("backup", "pin", "prune", "record"):
            return [before]
        return None

    def adopt(self, before: bytes, allowed: list[bytes] | None) -> None:
        """Take what a death left as the truth, if it is one of the two that are right."""
        after = self.bytes
        assert allowed is None or after in allowed
        document = json.loads(after)
        old, new = without_times(self.document), without_times(document)
        assert (
            allowed is not None or new in (old, without_times(pulsed(self.document))) or self.is_a_copy(new)
        )
        self.document, self.version = document, self.root.workspace.stores.state.require_live_version()
        self.note_copies(before)
        health = self.root.workspace.view().health.get("5.1")
        total = health.total_runs if health else 0
        assert abs(total - self.runs) <= 1
        self.runs = total
        for snapshot in self.root.workspace.snapshots():
            self.copies[snapshot.name].pinned = snapshot.pinned

    def is_a_copy(self, document: dict[str, Any]) -> bool:
        """Whether a rollback or an undo may have brought this back."""
        past = [copy.data for copy in self.copies.values()]
        past += [one for pair in self.changed.values() for one in pair]
        return any(without_times(json.loads(one)) == document for one in past)

    def note_copies(self, before: bytes) -> None:
        """New snapshots hold what was there before the act; those that went were not pinned."""
        there = {one.name: one for one in self.root.workspace.snapshots()}
        for name, one in there.items():
            if name not in self.copies:
                data = self.root.workspace.stores.snapshots.read(one)
                assert data in (before, self.bytes)
                self.copies[name] = Copy(data, one.pinned)
        for name, copy in self.copies.items():
            if name not in there:
                assert not copy.pinned or name in self.going
                copy.pinned = False

    def there(self) -> list[str]:
        return [one.name for one in self.root.workspace.snapshots()]
