"""A root that is lost with its disk comes back from its mirror."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from moie_tui.domain.errors import InvalidDocument, Refused, UsageError
from moie_tui.domain.plan import Outcome
from moie_tui.workspace import Workspace
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    (disk := tmp_path / "disk").mkdir()
    return disk


@pytest.fixture
def root(tmp_path: Path, disk: Path) -> Root:
    config = f"backups: {{mirror: {disk}}}\n"
    root = Root(tmp_path, a_state(a_phase(1, a_job("1.1", "cyclic"))), config=config).trust()
    root.do("record", job="1.1", status="failure", duration_ms=7, error="no net")
    root.do("backup", note="the good one")
    root.do("pulse")
    root.do("backup", pin=False)
    return root


def opened(root: Root, source: Path, target: Path) -> Outcome:
    workspace = Workspace.open(target, home=root.home, via="tests", clock=root.clock)
    operation = workspace.operation("open mirror", folder=source)
    return workspace.run(operation, workspace.plan(operation))


def home(disk: Path) -> Path:
    (found,) = disk.iterdir()
    return found


@pytest.mark.parametrize("named", ["mirror", "its folder of this root"])
def test_a_lost_root_comes_back_as_of_its_newest_snapshot(root: Root, disk: Path, named: str) -> None:
    state, rows, health = root.bytes, root.workspace.snapshots(), root.workspace.view().health
    shutil.rmtree(root.folder)
    opened(root, disk if named == "mirror" else home(disk), root.folder)
    assert root.bytes == state
    assert root.workspace.snapshots() == rows
    assert root.workspace.view().health == health
    assert root.workspace.view().problems == ()
    assert not root.workspace.view().trusted
    assert root.trust().do("backup").detail["mirror"] == "ok"
    assert len(list(disk.iterdir())) == 1


def test_the_newest_sound_copy_becomes_the_state_and_damaged_ones_are_named(
    root: Root, disk: Path, tmp_path: Path
) -> None:
    rows = root.workspace.snapshots()
    (copy,) = home(disk).rglob(rows[0].name)
    copy.write_bytes(b"rotten")
    workspace = Workspace.open(tmp_path / "new", home=root.home, via="tests", clock=root.clock)
    plan = workspace.plan(workspace.operation("open mirror", folder=disk))
    assert any(f"snapshot {rows[0].id} is damaged" in one for one in plan.warnings)
    assert opened(root, disk, tmp_path / "new").snapshot == rows[1].name
    assert workspace.snapshots() == rows[1:]
    assert (tmp_path / "new" / root.name).read_bytes() == workspace.stores.snapshots.read(rows[1])


def test_nothing_is_opened_where_something_lies_or_from_what_is_no_mirror(
    root: Root, disk: Path, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="is not empty"):
        opened(root, disk, root.folder)
    with pytest.raises(UsageError, match="is a root, not a mirror"):
        opened(root, root.folder, tmp_path / "new")
    with pytest.raises(UsageError, match="holds no copies of a root"):
        opened(root, root.home, tmp_path / "new")
    shutil.copytree(home(disk), disk / "other-0123abcd")
    with pytest.raises(UsageError, match="holds copies of 2 roots"):
        opened(root, disk, tmp_path / "new")


def test_a_mirror_with_nothing_sound_leaves_nothing_behind(root: Root, disk: Path, tmp_path: Path) -> None:
    for copy in home(disk).rglob("sovereign_state*.json"):
        copy.write_bytes(b"rotten")
    with pytest.raises(InvalidDocument, match="none of its 3 snapshots"):
        opened(root, disk, tmp_path / "new")
    assert not (tmp_path / "new").exists()
