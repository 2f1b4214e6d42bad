"""While the state can't be read, nothing is done that takes a way back to a good one away."""

from __future__ import annotations

from pathlib import Path

import pytest

from moie_tui.domain.errors import InvalidDocument, MoieError, Refused
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root


@pytest.fixture
def root(tmp_path: Path) -> Root:
    root = Root(tmp_path, a_state(a_phase(1, a_job("1.1"))))
    root.do("backup")
    return root


def breaks(root: Root) -> None:
    (root.folder / root.name).write_bytes(b"{")


def snapshots(root: Root) -> list[str]:
    return [one.name for one in root.workspace.snapshots()]


def test_a_bare_undo_does_not_remove_the_snapshot_that_could_repair_a_broken_state(root: Root) -> None:
    breaks(root)
    kept = snapshots(root)
    with pytest.raises(Refused, match="would remove a snapshot, and the state can't be read") as refused:
        root.do("undo")
    assert refused.value.fix.startswith("`moie rollback`")
    assert snapshots(root) == kept
    root.do("rollback")
    assert root.workspace.view().state_problem is None


def test_naming_that_undo_does_not_help_it(root: Root) -> None:
    done = root.workspace.operations()[0]
    breaks(root)
    with pytest.raises(Refused, match="would remove a snapshot"):
        root.do("undo", operation=done.id)
    assert len(snapshots(root)) == 1


def test_a_pin_is_not_what_a_bare_undo_takes_back_from_a_broken_state(root: Root) -> None:
    root.do("backup", pin=False)
    root.do("pin")
    breaks(root)
    with pytest.raises(Refused, match="would not bring it back, and the state can't be read"):
        root.do("undo")


def test_pruned_snapshots_come_back_by_name_while_the_state_is_broken(root: Root) -> None:
    for _ in range(2):
        root.do("backup", pin=False)
    (root.folder / "config.yaml").write_text("backups: {keep: 1, hourly: 0, daily: 0}\n")
    before = snapshots(root)
    prune = root.do("prune")
    breaks(root)
    root.do("undo", operation=prune.operation)
    assert snapshots(root) == before


def test_an_undo_that_brings_the_state_back_goes_through(root: Root) -> None:
    good = root.bytes
    breaks(root)
    root.do("rollback")
    undo = root.do("undo")
    assert root.bytes == b"{"
    root.do("undo", operation=undo.operation)
    assert root.bytes == good


def test_nothing_is_pruned_while_the_state_can_not_be_read(root: Root) -> None:
    breaks(root)
    with pytest.raises(InvalidDocument):
        root.do("prune")


def rots(root: Root, at: int = 0) -> str:
    row = root.workspace.snapshots()[at]
    root.workspace.stores.snapshots.path(row).write_bytes(b"rotten")
    return row.id


def test_the_plan_says_whether_the_snapshot_is_the_newest(root: Root) -> None:
    first = root.workspace.snapshots()[0]
    root.do("backup", pin=False)
    workspace = root.workspace
    newest = workspace.plan(workspace.operation("rollback"))
    older = workspace.plan(workspace.operation("rollback", snapshot=first.id))
    assert newest.title.endswith(" · the newest")
    assert older.title.endswith(" · 1 newer")


def test_latest_is_the_newest_sound_snapshot_and_names_the_damaged_one(root: Root) -> None:
    sound = root.workspace.snapshots()[0]
    root.do("backup", pin=False)
    damaged = rots(root)
    breaks(root)
    workspace = root.workspace
    plan = workspace.plan(workspace.operation("rollback"))
    assert plan.title.startswith(f"Roll back to {sound.id} ")
    assert any(
        one.startswith(f"newer, but passed over: snapshot {damaged} is damaged") for one in plan.warnings
    )
    with pytest.raises(InvalidDocument, match=f"{damaged} is damaged"):
        root.do("rollback", snapshot=damaged)
    assert root.do("rollback").outcome == "done"


def test_what_a_rollback_kept_is_the_last_resort_of_a_broken_state_only(root: Root) -> None:
    state = root.document
    state["meta"]["operator"] = "somebody else"
    root.write(state)
    root.do("rollback")
    kept, first = root.workspace.snapshots()
    assert (kept.reason, first.reason) == ("rollback", "manual")
    rots(root, at=1)
    with pytest.raises(Refused, match="none of the 1 snapshots can be restored"):
        root.do("rollback")
    breaks(root)
    root.do("rollback")
    assert root.document == state


def test_without_any_snapshot_the_advice_is_what_is_left_and_no_backup(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state())
    breaks(root)
    for read in (root.workspace.stores.state.read, lambda: root.do("rollback")):
        with pytest.raises(MoieError) as refused:
            read()
        assert "`moie init DIR --from IT`" in refused.value.fix
        assert "moie backup" not in refused.value.fix


@pytest.mark.parametrize("data", [b"{", b"", b"\xff", b'{"meta": 7}', b"NaN"])
def test_with_a_snapshot_every_unreadable_state_names_the_way_out(root: Root, data: bytes) -> None:
    (root.folder / root.name).write_bytes(data)
    with pytest.raises(InvalidDocument) as refused:
        root.workspace.stores.state.read()
    assert refused.value.fix.endswith("`moie rollback` brings back the newest sound snapshot")
    (root.folder / root.name).unlink()
    with pytest.raises(InvalidDocument, match="is gone") as refused:
        root.workspace.stores.state.read()
    assert refused.value.fix == "`moie rollback` brings back the newest sound snapshot"
