from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from moie_tui.domain.plan import Outcome
from moie_tui.storage.snapshots import Snapshots
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    folder = tmp_path / "disk"
    folder.mkdir()
    return folder


@pytest.fixture
def root(tmp_path: Path, disk: Path) -> Root:
    config = f"backups: {{mirror: {disk}, keep: 2, hourly: 0, daily: 0}}\n"
    return Root(tmp_path, a_state(a_phase(1, a_job("1.1", "cyclic"))), config=config).trust()


def home(disk: Path) -> Path:
    (found,) = disk.iterdir()
    return found


def copies(disk: Path) -> set[str]:
    return {row.name for row in Snapshots(home(disk)).all()}


def here(root: Root) -> set[str]:
    return {row.name for row in root.workspace.snapshots()}


def warnings(root: Root) -> list[str]:
    return [one.message for one in root.workspace.view().events if one.message.startswith("the mirror")]


def problems(root: Root) -> list[str]:
    return [one.what for one in root.workspace.view().problems if one.where == "backups.mirror"]


def backup(root: Root, **arguments: object) -> Outcome:
    return root.do("backup", **arguments)


def test_each_snapshot_with_health_and_config_is_copied_and_checked(root: Root, disk: Path) -> None:
    root.do("record", job="1.1", status="success", duration_ms=5)
    assert backup(root).detail["mirror"] == "ok"
    root.do("pulse")
    assert copies(disk) == here(root)
    for name in ("cyclic_job_health.json", "config.yaml"):
        assert (home(disk) / name).read_bytes() == (root.folder / name).read_bytes()
    assert home(disk).name.startswith("root-")
    (kept,) = (home(disk) / "backups" / "kept").glob("*.json")
    assert kept.read_bytes() == (root.folder / "backups" / "kept" / kept.name).read_bytes()
    assert (home(disk) / "backups" / "kept" / f"{kept.name}.sha256").exists()


def test_a_copy_keeps_its_reason_note_and_pin(root: Root, disk: Path) -> None:
    backup(root, note="before the storm")
    (copy,) = Snapshots(home(disk)).all()
    (row,) = root.workspace.snapshots()
    assert (copy.id, copy.reason, copy.note, copy.pinned) == (row.id, "manual", "before the storm", True)
    root.do("pin", snapshot=row.id, pinned=False)
    backup(root)
    assert [one.pinned for one in Snapshots(home(disk)).all()] == [True, False]


def test_a_mirror_that_is_gone_fails_no_operation_and_is_told_once(root: Root, disk: Path) -> None:
    disk.rmdir()
    for _ in range(3):
        outcome = backup(root)
        assert (outcome.outcome, outcome.exit_code) == ("done", 0)
        assert str(outcome.detail["mirror"]).startswith(f"failed: {disk}: there is no such folder")
        assert "; mirror failed: " in outcome.message
    assert len(warnings(root)) == 1
    assert "there is no such folder" in problems(root)[0]
    assert root.do("pulse").outcome == "cyclic"
    assert not disk.exists()


def test_when_it_comes_back_the_gap_is_caught_up(root: Root, disk: Path, tmp_path: Path) -> None:
    backup(root)
    away = disk.rename(tmp_path / "away")
    for _ in range(3):
        backup(root)
    away.rename(disk)
    assert backup(root).detail["mirror"] == "ok"
    assert copies(disk) == here(root)
    assert len(here(root)) == 5
    assert [one.split(":")[0] for one in warnings(root)] == ["the mirror failed", "the mirror is whole again"]
    assert problems(root) == []


def test_an_empty_mount_point_is_not_taken_for_the_disk(root: Root, disk: Path) -> None:
    backup(root)
    shutil.rmtree(home(disk))
    assert "is gone, with the copies made before" in str(backup(root).detail["mirror"])
    assert list(disk.iterdir()) == []


def test_the_mirror_prunes_by_the_same_rules_but_nothing_the_root_has(root: Root, disk: Path) -> None:
    for _ in range(5):
        root.do("pulse")
    assert copies(disk) == here(root)
    assert len(copies(disk)) == 2
    root.do("backup")
    (pinned,) = (one for one in root.workspace.snapshots() if one.pinned)
    root.workspace.stores.snapshots.remove(pinned)
    root.do("pulse")
    assert pinned.name in copies(disk)


def test_a_damaged_snapshot_is_not_copied_over_the_good_ones(root: Root, disk: Path) -> None:
    disk.rename(away := disk.with_name("away"))
    backup(root)
    (row,) = root.workspace.snapshots()
    root.workspace.stores.snapshots.path(row).write_bytes(b"rotten")
    away.rename(disk)
    root.clock.advance(hours=1)
    assert backup(root).detail["mirror"] == f"failed: snapshot {row.id} is damaged and was not copied"
    assert len(copies(disk)) == 1


def test_another_file_of_the_same_name_is_left_alone_and_told(root: Root, disk: Path) -> None:
    backup(root)
    (copy,) = (home(disk) / "backups" / "kept").glob("*.json")
    copy.unlink()
    copy.symlink_to("mine")
    assert "symbolic link" in str(backup(root).detail["mirror"])
    assert copy.is_symlink()


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_an_unwritable_mirror_is_told(root: Root, disk: Path) -> None:
    disk.chmod(0o500)
    assert "can't make the folder" in str(backup(root).detail["mirror"])


def test_a_config_that_came_from_elsewhere_does_not_choose_where_copies_go(root: Root, disk: Path) -> None:
    root.workspace.stores.trust.forget(root.folder)
    assert "this root was never trusted" in str(backup(root).detail["mirror"])
    assert list(disk.iterdir()) == []


def test_a_mirror_inside_the_root_is_refused(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(), config="backups: {mirror: backups}\n").trust()
    (root.folder / "backups").mkdir()
    assert "lies inside the root itself" in str(backup(root).detail["mirror"])


def test_without_a_mirror_there_is_none(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state())
    assert backup(root).detail == {"mirror": None}
    assert not (root.folder / ".moie" / "mirror.json").exists()


def test_a_spoilt_record_of_the_mirror_stops_nothing(root: Root, disk: Path) -> None:
    backup(root)
    record = root.folder / ".moie" / "mirror.json"
    assert json.loads(record.read_bytes())["was_there"] is True
    for spoilt in ("[", "[]", '{"failure": 7}'):
        record.write_text(spoilt)
        assert backup(root).detail["mirror"] == "ok"
