"""What the plan of an undo says, above all where a state can't be read or would be gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from moie_tui.domain.describe import describe
from moie_tui.domain.plan import Plan
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root

READABLE = "a readable state: schema v2, 1 phase, 1 job"


@pytest.fixture
def root(tmp_path: Path) -> Root:
    root = Root(tmp_path, a_state(a_phase(1, a_job("1.1"))))
    root.do("backup")
    return root


def _planned(root: Root, **arguments: object) -> Plan:
    workspace = root.workspace
    return workspace.plan(workspace.operation("undo", **arguments))


def test_an_undo_that_makes_the_state_unreadable_says_so_and_warns(root: Root) -> None:
    (root.folder / root.name).write_bytes(b"{")
    root.do("rollback")
    plan = _planned(root)
    (line,) = [describe(effect) for effect in plan.effects]
    assert line.startswith(f"{root.name}: {READABLE} → a state that can't be read (")
    assert any("can't be read afterwards" in one and "rollback" in one for one in plan.warnings)


def test_an_undo_runs_nothing_so_its_plan_holds_no_condition(root: Root) -> None:
    document = root.document
    document["phases"][0]["jobs"][0]["verification_cmd"] = "true"
    root.write(document)
    proof = root.trust().do("pulse")
    root.do("pulse", scheduled=True)
    lines = [describe(effect) for effect in _planned(root, operation=proof.operation).effects]
    assert lines == ["job 1.1  completed → pending"]


def test_undoing_that_undo_describes_the_state_that_comes_back(root: Root) -> None:
    (root.folder / root.name).write_bytes(b"{")
    root.do("rollback")
    undo = root.do("undo")
    plan = _planned(root, operation=undo.operation)
    (line,) = [describe(effect) for effect in plan.effects]
    assert line.endswith(f"→ {READABLE}")
    (warning,) = plan.warnings
    assert warning.startswith("its last heartbeat is an old one")


def test_an_undo_that_removes_the_state_warns(root: Root) -> None:
    root.trust().do("pulse")
    (root.folder / root.name).unlink()
    root.do("rollback")
    plan = _planned(root)
    assert [describe(effect) for effect in plan.effects] == [f"{root.name} removed: {READABLE}"]
    assert any("there will be no state" in one for one in plan.warnings)


def test_an_undone_migration_leaves_a_state_and_needs_no_warning(root: Root) -> None:
    root.do("migrate")
    assert not _planned(root).warnings


def test_the_words_of_undone_undos_do_not_nest_without_end(root: Root) -> None:
    root.do("pin", snapshot="latest")
    done = root.do("undo")
    for _ in range(3):
        done = root.do("undo", operation=done.operation)
    last = root.workspace.operations()[0].message
    assert last.count("undid") == 2
    assert last.count("(") == 1


def test_the_undo_of_a_prune_names_what_comes_back(root: Root) -> None:
    names = [str(root.do("backup", pin=False).snapshot) for _ in range(3)]
    (root.folder / "config.yaml").write_text("backups: {keep: 1, hourly: 0, daily: 0}\n")
    root.do("prune")
    assert [describe(effect) for effect in _planned(root).effects] == [
        f"snapshot {name} comes back (manual)" for name in reversed(names[:-1])
    ]
    undo = root.do("undo")
    root.do("undo", operation=undo.operation)
    assert {one.name for one in root.workspace.snapshots()}.isdisjoint(names[:-1])
