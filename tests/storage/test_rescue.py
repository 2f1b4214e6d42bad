"""A root whose state was never readable: the newest sound snapshot stands in for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from moie_tui.domain.errors import MoieError
from moie_tui.domain.snapshot import Snapshot
from moie_tui.domain.view import SystemView, as_read
from moie_tui.storage.snapshots import Snapshots
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root


@pytest.fixture
def root(tmp_path: Path) -> Root:
    """Three backups, of the projects A, B and C."""
    root = Root(tmp_path, a_state(a_phase(1, a_job())))
    for project in "ABC":
        document = root.document
        document["meta"]["project"] = project
        root.write(document)
        root.do("backup")
    return root


def broken(root: Root) -> SystemView:
    (root.folder / root.name).write_bytes(root.bytes[:-20])
    return root.workspace.view()


def spoil(root: Root, snapshot: Snapshot) -> None:
    (found,) = (root.folder / "backups").rglob(snapshot.name)
    found.write_bytes(found.read_bytes().replace(b"active", b"passiv"))


def test_the_newest_snapshot_is_shown_and_marked(root: Root) -> None:
    view = broken(root)
    assert view.state is not None
    assert view.state.project == "C"
    assert view.shown_snapshot == view.snapshots[0]
    assert view.state_problem is not None
    assert as_read(view).state is None


def test_a_damaged_snapshot_is_passed_over(root: Root) -> None:
    spoil(root, root.workspace.snapshots()[0])
    view = broken(root)
    assert view.state is not None
    assert view.state.project == "B"
    assert view.shown_snapshot == view.snapshots[1]


def test_what_was_rolled_away_from_stands_back(root: Root) -> None:
    root.do("rollback", snapshot=root.workspace.snapshots()[2].id)
    view = broken(root)
    assert view.snapshots[0].reason == "rollback"
    assert view.shown_snapshot == view.snapshots[1]


def test_a_copy_of_a_plain_script_will_do_when_it_would_restore(root: Root) -> None:
    for one in root.workspace.snapshots():
        spoil(root, one)
    name = "sovereign_state_v2_20261121_120000.json"
    (root.folder / "backups" / name).write_bytes(root.bytes)
    view = broken(root)
    assert view.shown_snapshot is not None
    assert view.shown_snapshot.name == name


def test_without_a_sound_snapshot_there_is_no_state(root: Root) -> None:
    for one in root.workspace.snapshots():
        spoil(root, one)
    view = broken(root)
    assert (view.state, view.shown_snapshot) == (None, None)


def test_a_state_that_was_good_once_stays_the_one_shown(root: Root) -> None:
    workspace = root.workspace
    good = workspace.view()
    (root.folder / root.name).write_bytes(root.bytes[:-20])
    view = workspace.view()
    assert view.shown_snapshot is None
    assert view.state is good.state


def test_snapshots_of_a_list_once_seen_are_not_opened_again(
    root: Root, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = root.workspace
    (root.folder / root.name).write_bytes(root.bytes[:-20])
    first = workspace.view()

    def unwanted(*_: object) -> bytes:
        raise MoieError("opened again")

    monkeypatch.setattr(Snapshots, "read", unwanted)
    assert workspace.view().state is first.state


def test_a_mended_file_is_shown_at_once(root: Root) -> None:
    good, workspace = root.bytes, root.workspace
    (root.folder / root.name).write_bytes(good[:-20])
    assert workspace.view().shown_snapshot
    (root.folder / root.name).write_bytes(good)
    view = workspace.looker.look_again(root.clock())
    assert view is not None
    assert (view.shown_snapshot, view.state_problem) == (None, None)


def test_a_state_that_somebody_deleted_comes_back_by_rollback_and_goes_again_by_undo(root: Root) -> None:
    good = root.bytes
    root.do("rollback", snapshot=root.workspace.snapshots()[2].id)
    (root.folder / root.name).unlink()
    view = root.workspace.view()
    assert view.shown_snapshot == view.snapshots[1]
    assert view.state_problem is not None
    assert "is gone" in view.state_problem.what
    done = root.do("rollback")
    assert root.bytes == good
    root.do("undo", operation=done.operation)
    assert not (root.folder / root.name).exists()


def test_the_view_names_what_a_bare_undo_would_take(root: Root) -> None:
    done = root.workspace.operations()
    assert root.workspace.view().next_undo == done[0].id
    root.do("undo")
    assert root.workspace.view().next_undo == done[1].id
