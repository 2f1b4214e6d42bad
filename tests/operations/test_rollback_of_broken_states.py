"""A rollback where the live state can't be asked: its losses are told against the last good reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from moie_tui.domain.describe import describe
from moie_tui.domain.errors import OperationFailed
from moie_tui.domain.plan import Plan
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root


@pytest.fixture
def root(tmp_path: Path) -> Root:
    """Three snapshots: of nothing done, of job 1.1 done, of job 1.1 and 1.2 done."""
    jobs = [a_job(f"1.{number}", verification_cmd="true") for number in (1, 2, 3)]
    root = Root(tmp_path, a_state(a_phase(1, *jobs))).trust()
    for _ in range(3):
        root.do("pulse")
    return root


def _planned(root: Root, snapshot: str) -> Plan:
    workspace = root.workspace
    return workspace.plan(workspace.operation("rollback", snapshot=snapshot))


def test_an_older_snapshot_is_held_against_the_newest_sound_one(root: Root) -> None:
    newest, _, oldest = root.workspace.snapshots()
    (root.folder / root.name).write_bytes(b"{")
    plan = _planned(root, oldest.id)
    assert f"Compared with snapshot {newest.id}" in plan.comparison
    assert "last good reading" in plan.comparison
    said = [describe(effect) for effect in plan.compared]
    assert {"job 1.1  completed → pending", "job 1.2  completed → pending"} <= set(said)
    assert not any(effect.path for effect in plan.effects), "what undo reverses is the file alone"
    assert plan.as_json()["compared"] == {
        "with": plan.comparison,
        "effects": [effect.as_json() for effect in plan.compared],
    }


def test_a_damaged_newest_snapshot_is_passed_over(root: Root) -> None:
    newest, middle, oldest = root.workspace.snapshots()
    (root.folder / "backups" / newest.name).write_bytes(b"rot")
    (root.folder / root.name).write_bytes(b"{")
    assert f"Compared with snapshot {middle.id}" in _planned(root, oldest.id).comparison


def test_of_the_newest_sound_snapshot_it_says_that_nothing_later_is_known(root: Root) -> None:
    newest = root.workspace.snapshots()[0]
    (root.folder / root.name).write_bytes(b"{")
    plan = _planned(root, newest.id)
    assert "the newest snapshot that can be read" in plan.comparison
    assert not plan.compared


def test_a_readable_state_that_goes_back_to_its_newest_copy_is_compared_with_nothing_else(root: Root) -> None:
    plan = _planned(root, root.workspace.snapshots()[0].id)
    assert (plan.compared, plan.comparison) == ((), "")
    assert "compared" not in plan.as_json()


def test_of_a_state_that_is_gone_nothing_is_said_to_be_kept(root: Root) -> None:
    (root.folder / root.name).unlink()
    plan = _planned(root, "latest")
    assert not any("quarantine" in one for one in plan.warnings)
    assert any("is gone: nothing of it is left" in one for one in plan.warnings)
    assert [describe(effect) for effect in plan.effects] == [
        f"{root.name} added: a readable state: schema v2, 1 phase, 3 jobs"
    ]


def test_a_folder_in_the_place_of_the_state_is_to_be_moved_away_first(root: Root) -> None:
    (root.folder / root.name).unlink()
    (root.folder / root.name).mkdir()
    with pytest.raises(OperationFailed) as refused:
        _planned(root, "latest")
    assert "move it away" in refused.value.line()
