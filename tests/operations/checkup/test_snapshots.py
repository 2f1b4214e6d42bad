from __future__ import annotations

from pathlib import Path

import pytest

from moie_tui.domain.checkup import Rewrite
from moie_tui.domain.snapshot import Snapshot
from tests.builders import a_state
from tests.operations.checkup.examining import about, examined, lay, said
from tests.roots import Root

INDEX = "backups/index.jsonl"
FOREIGN = "backups/sovereign_state_v2_20251212_060000.json"


@pytest.fixture
def root(tmp_path: Path) -> Root:
    root = Root(tmp_path, a_state())
    root.do("backup")
    return root


def file_of(root: Root, row: Snapshot) -> Path:
    return root.workspace.stores.snapshots.path(row)


def newest(root: Root) -> Snapshot:
    return root.workspace.snapshots()[0]


def test_a_rotten_snapshot_is_a_problem_and_is_no_longer_called_proven(root: Root) -> None:
    file_of(root, newest(root)).write_bytes(root.bytes + b" ")
    checkup = examined(root)
    assert "is damaged" in said(checkup, newest(root).name, "problem")
    assert "1 snapshot not known as damaged" in said(checkup, INDEX, "problem")


def test_what_has_its_sum_but_can_not_be_restored_is_found_all_the_same(root: Root) -> None:
    stores = root.workspace.stores
    stores.snapshots.take(b'{"meta": 7}', 2, "manual", root.clock(), origin="me")
    checkup = examined(root)
    assert "can't be restored" in said(checkup, newest(root).name, "problem")
    assert not newest(root).proven


def test_an_older_one_must_come_through_the_migration_too(
    root: Root,
) -> None:
    root.do("migrate", to=3)
    assert said(examined(root), "backups", "ok").startswith("2 snapshots: sums agree")
    lay(root.folder / ".moie" / "stash.json", '{"3>2": {"values": 7}}')
    checkup = examined(root)
    assert len([one for one in checkup.problems if "can't be restored" in one.what]) == 2


def test_a_foreign_copy_is_recorded_first_and_proven_once_it_has_a_sum(root: Root) -> None:
    lay(root.folder / FOREIGN, root.bytes.decode())
    checkup = examined(root)
    assert said(checkup, INDEX, "note") == "1 snapshot of other programs: not in the index"
    assert about(checkup, FOREIGN)[0].what.endswith("has no sum beside it")
    assert root.do("doctor", checkup=checkup).exit_code == 0
    copy = root.workspace.snapshots()[-1]
    assert (copy.proven, copy.sha256) == (False, newest(root).sha256)
    root.do("doctor", checkup=examined(root))
    copy = root.workspace.snapshots()[-1]
    assert (copy.proven, copy.proven_at) == (True, root.clock.now.replace(second=2))
    assert examined(root).mends == ()


def test_a_wrong_sum_beside_a_good_snapshot_is_written_anew(root: Root) -> None:
    path = file_of(root, newest(root))
    sidecar = path.with_name(path.name + ".sha256")
    before = sidecar.read_bytes()
    sidecar.write_text("ab" * 32 + f" *{path.name}\n")
    checkup = examined(root)
    assert "names another sum" in said(checkup, ".sha256", "problem")
    root.do("doctor", checkup=checkup)
    assert sidecar.read_bytes() == before


def test_torn_lines_go_and_lines_of_others_stay(root: Root) -> None:
    index = root.folder / INDEX
    rows = index.read_bytes()
    index.write_bytes(rows + b'{"of": "another"}\n{"torn\n')
    checkup = examined(root)
    assert said(checkup, INDEX, "problem") == "1 torn line"
    root.do("doctor", checkup=checkup)
    assert index.read_bytes() == rows + b'{"of": "another"}\n'


def test_nothing_is_mended_through_a_symbolic_link(root: Root, tmp_path: Path) -> None:
    (root.folder / "backups").rename(tmp_path / "elsewhere")
    (root.folder / "backups").symlink_to(tmp_path / "elsewhere")
    lay(root.folder / FOREIGN, root.bytes.decode())
    lay(root.folder / "backups" / "sovereign_state_v2_20251212_070000.json.sha256")
    checkup = examined(root)
    assert said(checkup, "backups", "note")
    assert [one for one in checkup.mends if isinstance(one, Rewrite)] == []


def test_a_root_without_snapshots_is_told_to_take_one(tmp_path: Path) -> None:
    assert said(examined(Root(tmp_path, a_state())), "backups", "note").startswith("there is no snapshot yet")
