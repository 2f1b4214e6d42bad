"""The schema goes up and down as an operation, never over something else, and can be undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from moie_tui.domain.errors import InvalidDocument, Refused
from tests.builders import a_state
from tests.roots import Root


def test_up_writes_the_new_version_beside_the_old_and_it_is_live(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(version=2, meta={"last_heartbeat": "2026-11-22T11:00:00Z"}))
    old = root.bytes
    outcome = root.do("migrate", to=3)
    assert root.bytes == old, "the old file stays"
    view = root.workspace.view()
    assert (view.state_file, view.state.version if view.state else None) == ("sovereign_state_v3.json", 3)
    assert view.state is not None
    assert view.state.last_heartbeat == "2026-11-22T11:00:00+00:00"
    kept = root.workspace.stores.snapshots.find(str(outcome.snapshot))
    assert (kept.reason, kept.pinned, kept.proven) == ("migration", True, True)


def test_down_again_gives_the_same_document_and_sets_the_newer_file_aside(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(version=2, meta={"last_heartbeat": "2026-11-22T11:00:00.000Z"}))
    old = root.bytes
    root.do("migrate", to=3)
    (root.folder / root.name).unlink()
    root.do("migrate", to=2)
    assert root.bytes == old
    assert not (root.folder / "sovereign_state_v3.json").exists()


def test_undo_removes_what_the_migration_made(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(version=2))
    old = root.bytes
    root.do("migrate", to=3)
    root.do("undo")
    assert root.bytes == old
    assert not (root.folder / "sovereign_state_v3.json").exists()
    assert root.workspace.view().state_file == "sovereign_state_v2.json"


def test_undo_of_a_way_down_brings_the_newer_file_back(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(version=2))
    root.do("migrate", to=3)
    newer = (root.folder / "sovereign_state_v3.json").read_bytes()
    (root.folder / root.name).unlink()
    root.do("migrate", to=2)
    root.do("undo")
    assert (root.folder / "sovereign_state_v3.json").read_bytes() == newer
    assert root.workspace.view().state_file == "sovereign_state_v3.json"


def test_a_second_migration_to_the_same_version_changes_nothing(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(version=2))
    root.do("migrate", to=3)
    assert root.do("migrate", to=3).outcome == "unchanged"


def test_another_file_in_the_way_is_refused_unless_replaced(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(version=2))
    root.do("migrate", to=3)
    root.do("migrate", to=2, replace=True)
    (root.folder / "sovereign_state_v3.json").write_text("{}")
    with pytest.raises(Refused) as refused:
        root.do("migrate", to=3)
    assert "--replace" in refused.value.line()
    assert refused.value.exit_code == 6
    assert (root.folder / "sovereign_state_v3.json").read_text() == "{}"
    root.do("migrate", to=3, replace=True)
    root.do("undo")
    assert (root.folder / "sovereign_state_v3.json").read_text() == "{}"


def test_v1_goes_to_v3_in_one_operation(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(version=1), version=1)
    root.do("migrate", to=3)
    view = root.workspace.view()
    assert view.state is not None
    assert (view.state.version, view.state.mode) == (3, "daemon")


def test_a_rollback_to_an_older_schema_brings_the_snapshot_up_first(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(version=2, meta={"last_heartbeat": "2026-11-22T11:00:00Z"}))
    snapshot = root.do("backup").snapshot
    root.do("migrate", to=3)
    workspace = root.workspace
    plan = workspace.plan(workspace.operation("rollback", snapshot=snapshot))
    assert any("v2" in warning and "v3" in warning for warning in plan.warnings)
    root.name = "sovereign_state_v3.json"
    document = root.document
    document["meta"]["operator"] = "somebody else"
    root.write(document)
    root.do("rollback", snapshot=snapshot)
    assert root.document["meta"]["operator"] != "somebody else"
    assert root.document["schema_version"] == 3


def test_a_version_we_do_not_know_is_shown_and_never_written(tmp_path: Path) -> None:
    root = Root(tmp_path, {**a_state(version=3), "schema_version": 4}, version=4)
    before = root.bytes
    view = root.workspace.view()
    assert view.state is not None
    assert view.state.version == 4
    for name in ("pulse", "migrate", "backup"):
        with pytest.raises(Refused) as refused:
            root.do(name)
        assert refused.value.exit_code == 6
    assert root.bytes == before


def test_a_newer_version_beside_a_known_one_stops_all_writing(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(version=2))
    (root.folder / "sovereign_state_v4.json").write_text("{}")
    with pytest.raises(Refused):
        root.do("pulse")
    assert any("v4" in problem.what or "v4" in problem.where for problem in root.workspace.view().problems)


def test_an_invalid_state_is_not_migrated(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(version=2))
    (root.folder / root.name).write_text('{"meta": {}}')
    with pytest.raises(InvalidDocument):
        root.do("migrate", to=3)
