"""A snapshot that rotted: known everywhere, healed from the mirror or set aside, its bytes never lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from moie_tui.domain.snapshot import Snapshot
from tests.builders import a_job, a_phase, a_state
from tests.operations.checkup.examining import examined, said
from tests.roots import Root

ROTTEN = b"rotten"


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    (disk := tmp_path / "disk").mkdir()
    return disk


@pytest.fixture
def root(tmp_path: Path, disk: Path) -> Root:
    """One with a mirror and two snapshots."""
    root = Root(
        tmp_path, a_state(a_phase(1, a_job("1.1", "cyclic"))), config=f"backups: {{mirror: {disk}}}\n"
    )
    root.trust()
    for _ in range(2):
        root.do("backup", pin=False)
    return root


def rot(root: Root) -> tuple[Snapshot, Path]:
    """The newest snapshot and its file, which is damaged now."""
    row = root.workspace.snapshots()[0]
    path = root.workspace.stores.snapshots.path(row)
    path.write_bytes(ROTTEN)
    return row, path


def without_mirror(root: Root) -> None:
    (root.folder / "config.yaml").unlink()


def aside(root: Root) -> list[bytes]:
    folder = root.folder / ".moie" / "quarantine"
    return [one.read_bytes() for one in folder.iterdir()] if folder.is_dir() else []


def test_it_is_known_as_damaged_wherever_snapshots_are_listed(root: Root) -> None:
    assert not any(one.damaged for one in root.workspace.snapshots())
    _, path = rot(root)
    workspace = root.workspace
    assert [one.damaged for one in workspace.snapshots()] == [True, False]
    assert [one.damaged for one in workspace.view().snapshots] == [True, False]
    path.write_bytes(root.bytes)
    assert [one.damaged for one in workspace.view().snapshots] == [False, False]


def test_the_mirror_heals_it_and_undo_takes_that_back(root: Root) -> None:
    row, path = rot(root)
    checkup = examined(root)
    assert "is damaged" in said(checkup, row.name, "problem")
    done = root.do("doctor", checkup=checkup)
    assert path.read_bytes() == root.bytes
    assert root.workspace.snapshots()[0] == row
    assert examined(root).problems == ()
    root.do("undo", operation=done.operation)
    assert path.read_bytes() == ROTTEN


def test_one_that_was_known_as_damaged_is_proven_again_once_healed(root: Root, disk: Path) -> None:
    row, path = rot(root)
    disk.rename(away := disk.with_name("away"))
    root.do("doctor", checkup=examined(root))
    known = root.workspace.stores.snapshots.all()[0]
    assert (known.damaged, known.proven) == (True, False)
    assert path.read_bytes() == ROTTEN, "a mirror that is away may have its bytes"
    away.rename(disk)
    for _ in range(2):
        root.do("doctor", checkup=examined(root))
    healed = root.workspace.stores.snapshots.all()[0]
    assert (healed.damaged, healed.proven, healed.sha256) == (False, True, row.sha256)


def test_without_a_mirror_its_bytes_are_set_aside_and_undo_puts_them_back(root: Root) -> None:
    without_mirror(root)
    row, path = rot(root)
    done = root.do("doctor", checkup=examined(root))
    assert (path.exists(), aside(root)) == (False, [ROTTEN])
    assert row.name not in {one.name for one in root.workspace.snapshots()}
    assert examined(root).problems == ()
    root.do("undo", operation=done.operation)
    assert (path.read_bytes(), aside(root)) == (ROTTEN, [])
    assert root.workspace.snapshots()[0].damaged


def test_a_damaged_copy_in_the_mirror_heals_nothing(root: Root, disk: Path) -> None:
    row, path = rot(root)
    (copy,) = disk.rglob(row.name)
    copy.write_bytes(b"rotten too")
    root.do("doctor", checkup=examined(root))
    assert (path.exists(), aside(root)) == (False, [ROTTEN])


def test_no_sound_one_is_pruned_in_its_favour(root: Root) -> None:
    without_mirror(root)
    (root.folder / "config.yaml").write_text("backups: {keep: 1, hourly: 0, daily: 0}\n")
    rot(root)
    assert root.do("prune").outcome == "unchanged"
    assert len(root.workspace.snapshots()) == 2


def test_pruned_ones_come_back_though_one_of_them_rots_meanwhile(root: Root) -> None:
    root.do("backup", pin=False)
    older = root.workspace.snapshots()[1:]
    root.workspace.stores.snapshots.path(older[0]).write_bytes(ROTTEN)
    (root.folder / "config.yaml").write_text("backups: {keep: 1, hourly: 0, daily: 0}\n")
    done = root.do("prune")
    assert "1 snapshots removed" in done.message
    root.do("undo")
    assert [one.damaged for one in root.workspace.snapshots()] == [False, True, False]


HEALTH = "cyclic_job_health.json"


def test_a_broken_health_document_comes_back_from_the_mirror_and_is_kept_aside(root: Root) -> None:
    root.do("record", job="1.1", status="success", duration_ms=1)
    root.do("backup")
    good = (root.folder / HEALTH).read_bytes()
    (root.folder / HEALTH).write_bytes(b"{")
    root.do("record", job="1.1", status="failure", duration_ms=2)
    checkup = examined(root)
    assert "1 execution could not be recorded yet" in said(checkup, "executions.jsonl")
    done = root.do("doctor", checkup=checkup)
    assert ((root.folder / HEALTH).read_bytes(), aside(root)) == (good, [b"{"])
    root.do("record", job="1.1", status="success", duration_ms=3)
    statuses = [one.status for one in root.workspace.view().health["1.1"].executions]
    assert statuses == ["success", "failure", "success"]
    assert root.workspace.operations()
    assert done.exit_code == 0


def test_without_a_copy_a_broken_health_document_is_left_to_the_operator(root: Root) -> None:
    without_mirror(root)
    (root.folder / HEALTH).write_bytes(b"{")
    checkup = examined(root)
    assert "ends in the middle" in said(checkup, HEALTH, "problem")
    assert checkup.mends == ()
