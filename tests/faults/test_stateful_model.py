"""Any sequence of acts, edits and deaths leaves the root as a small model in memory says."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from moie_tui.domain.diff import diff
from moie_tui.domain.errors import PlanOutdated, Refused, UsageError
from moie_tui.domain.plan import OperationRecord, Outcome
from moie_tui.domain.timestamps import moment_of
from tests.faults.conftest import Figure
from tests.faults.dying import Killed, dies_at
from tests.faults.model import EDITS, documents, edited, pulsed, without_times
from tests.faults.scale import times
from tests.roots import Root

pytestmark = pytest.mark.faults

CONFIG = "backups: {keep: 3, hourly: 1, daily: 1, pinned_per_reason: 100}\nsystem: {timezone: UTC}\n"
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
NUMBERS = st.integers(0, 40)
TOLD = {"sequences": 0, "acts": 0, "deaths": 0, "byte_identical_undos": 0}


@dataclass
class Copy:
    """A snapshot as the model remembers it."""

    data: bytes
    pinned: bool


class RootMachine(RuleBasedStateMachine):
    """A real root beside the model of it."""

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

    @rule(death=st.sampled_from([0, 0, 0]) | st.integers(1, 90))
    def pulse(self, death: int) -> None:
        outcome, _ = self.do("pulse", death)
        if outcome is not None:
            stamp = self.root.clock.now
            self.document = pulsed(self.document)
            found = json.loads(self.bytes)["meta"]["last_heartbeat"]
            moment = moment_of(found, self.root.workspace.stores.zone)
            assert moment is not None
            assert 0 <= (stamp - moment).total_seconds() < 3 + death * 7
            self.document["meta"]["last_heartbeat"] = found

    @rule(how=EDITS)
    def foreign_edit(self, how: str) -> None:
        self.edits += 1
        self.document = edited(self.document, how, self.edits)
        self.root.name = self.root.workspace.stores.state.read().name
        self.root.write(self.document)

    @rule(pin=st.booleans(), death=st.sampled_from([0, 0]) | st.integers(1, 40))
    def backup(self, pin: bool, death: int) -> None:
        outcome, before = self.do("backup", death, pin=pin)
        if outcome is not None:
            assert outcome.snapshot is not None
            assert (self.copies[outcome.snapshot].data, self.copies[outcome.snapshot].pinned) == (before, pin)

    @precondition(lambda self: self.copies)
    @rule(which=NUMBERS, pinned=st.booleans(), death=st.sampled_from([0, 0]) | st.integers(1, 25))
    def pin(self, which: int, pinned: bool, death: int) -> None:
        names = self.there()
        if names:
            outcome, _ = self.do("pin", death, snapshot=names[which % len(names)], pinned=pinned)
            if outcome is not None:
                self.copies[names[which % len(names)]].pinned = pinned

    @rule(death=st.sampled_from([0, 0]) | st.integers(1, 40))
    def prune(self, death: int) -> None:
        self.do("prune", death)

    @rule(status=st.sampled_from(["success", "failure"]), death=st.sampled_from([0, 0]) | st.integers(1, 30))
    def record(self, status: str, death: int) -> None:
        outcome, _ = self.do("record", death, job="5.1", status=status, duration_ms=1.0)
        self.runs += outcome is not None

    @precondition(lambda self: self.copies)
    @rule(which=NUMBERS, death=st.sampled_from([0, 0]) | st.integers(1, 60), back=st.booleans())
    def rollback(self, which: int, death: int, back: bool) -> None:
        names = self.there()
        if not names:
            return
        name = names[which % len(names)]
        outcome, before = self.do("rollback", death, snapshot=name)
        if outcome is None:
            return
        wanted = self.copies[name].data
        if name.startswith(f"sovereign_state_v{self.version}_"):
            assert self.bytes == wanted
        self.document = json.loads(self.bytes)
        assert without_times(self.document) == without_times(json.loads(wanted))
        if back and outcome.operation:
            self.do("undo", 0, operation=outcome.operation)
            assert self.bytes == before
            TOLD["byte_identical_undos"] += 1
            self.document = json.loads(before)

    @rule(to=st.sampled_from([1, 2, 3]), death=st.sampled_from([0, 0]) | st.integers(1, 70))
    def migrate(self, to: int, death: int) -> None:
        outcome, before = self.do("migrate", death, to=to, replace=True)
        if outcome is not None:
            self.version = to
            self.document = json.loads(self.bytes)
            assert without_times(self.document) == without_times(json.loads(before))
            if to == 3:
                assert self.document["schema_version"] == 3

    @rule(death=st.sampled_from([0, 0, 0]) | st.integers(1, 60))
    def undo(self, death: int) -> None:
        known = {one.id for one in self.records()}
        try:
            outcome, before = self.do("undo", death)
        except (Refused, UsageError, PlanOutdated):
            return
        if outcome is None:
            return
        (undo,) = [one for one in self.records() if one.id not in known and one.undoes]
        undone = next(one for one in self.records() if one.id == undo.undoes)
        self.document, self.version = (
            json.loads(self.bytes),
            self.root.workspace.stores.state.require_live_version(),
        )
        was, became = self.changed[undone.id]
        if before == became:
            assert self.bytes == was
            TOLD["byte_identical_undos"] += 1
        else:
            mine = {one.path[:4] for one in undone.effects if one.path}
            touched = {one.path[:4] for one in diff(json.loads(before), self.document)}
            assert touched <= mine
        self.adopt_sidesteps(undone)

    def adopt_sidesteps(self, undone: OperationRecord) -> None:
        """What goes back besides the state: a snapshot, a pin, an execution."""
        if undone.kind == "record":
            self.runs -= 1
        there = {one.name: one for one in self.root.workspace.snapshots()}
        for effect in undone.effects:
            if effect.kind == "pin":
                self.copies[effect.target].pinned = effect.before is True
            if effect.kind == "prune":
                data = self.root.workspace.stores.snapshots.read(there[effect.target])
                assert data == self.copies[effect.target].data

    @invariant()
    def the_state_is_what_the_model_says(self) -> None:
        if not hasattr(self, "document"):
            return
        view = self.root.workspace.view()
        assert view.state_problem is None
        assert json.loads(self.bytes) == self.document
        assert self.root.workspace.stores.state.live_version() == self.version
        health = view.health.get("5.1")
        assert (health.total_runs if health else 0) == self.runs
        assert view.running == ""

    @invariant()
    def pinned_snapshots_are_always_there(self) -> None:
        if not hasattr(self, "document"):
            return
        stores = self.root.workspace.stores
        there = {one.name: one for one in stores.snapshots.all()}
        for name, copy in self.copies.items():
            if copy.pinned:
                assert there[name].pinned
                assert stores.snapshots.read(there[name]) == copy.data

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()


@pytest.mark.parametrize("part", range(times(2, 8)))
def test_any_sequence_leaves_the_root_as_the_model_says(part: int, figure: Figure) -> None:
    TOLD.update(dict.fromkeys(TOLD, 0))
    run(
        RootMachine,
        settings=settings(
            max_examples=times(20, 125),
            stateful_step_count=20,
            deadline=None,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        ),
    )
    assert TOLD["sequences"] >= times(20, 125)
    figure("stateful model", **TOLD)
