"""Any sequence of acts, edits and deaths leaves the root as a small model in memory says."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from moie_tui.domain.diff import diff
from moie_tui.domain.errors import PlanOutdated, Refused, UsageError
from moie_tui.domain.plan import OperationRecord
from moie_tui.domain.timestamps import moment_of
from tests.faults.beside_model import TOLD, BesideModel
from tests.faults.conftest import Figure
from tests.faults.model import EDITS, edited, pulsed, without_times
from tests.faults.scale import times

pytestmark = pytest.mark.faults

NUMBERS = st.integers(0, 40)


class RootMachine(BesideModel):
    """Every act, edit and death an operator or a foreign program may bring."""

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
