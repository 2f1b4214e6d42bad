"""What another program wrote is never taken for the work of an operation, and never taken back with it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from moie_tui.domain.errors import Refused
from moie_tui.storage.state_file import StateFile
from tests.builders import a_job, a_phase, a_state
from tests.faults.dying import Killed, dies_at
from tests.roots import Root


def _a_root(folder: Path) -> Root:
    return Root(folder, a_state(a_phase(1, a_job("1.1"), a_job("1.2"), a_job("1.3")))).trust()


def _edited(root: Root) -> bytes:
    root.write({**root.document, "foreign": 1})
    return root.bytes


@pytest.mark.parametrize("step", [30, 60, 75])
def test_an_edit_after_a_killed_migration_stays(step: int, tmp_path: Path) -> None:
    root = _a_root(tmp_path)
    with pytest.raises(Killed), dies_at(step):
        root.do("migrate", to=1)
    root.name = root.workspace.stores.state.read().name
    edited = _edited(root)
    root.do("backup", pin=False)
    root.do("undo")
    with pytest.raises(Refused):
        root.do("undo")
    assert root.bytes == edited


def test_an_edit_right_after_the_save_is_not_swept_away_by_the_undo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = _a_root(tmp_path)
    update = StateFile.update

    def edited_right_after(self: StateFile, change: object) -> object:
        found = update(self, change)  # type: ignore[arg-type]
        _edited(root)
        return found

    monkeypatch.setattr(StateFile, "update", edited_right_after)
    root.do("pulse")
    assert root.document["phases"][0]["jobs"][0]["status"] == "completed"
    root.do("undo")
    assert root.document["foreign"] == 1
    assert root.document["phases"][0]["jobs"][0]["status"] == "pending"


def test_an_edit_after_a_migration_there_and_back_is_not_lost_with_it(tmp_path: Path) -> None:
    root = _a_root(tmp_path)
    root.do("migrate", to=3)
    root.do("migrate", to=2, replace=True)
    edited = _edited(root)
    with pytest.raises(Refused, match="changed after"):
        root.do("undo")
    assert root.bytes == edited
    assert root.workspace.stores.state.live_version() == 2


def test_an_edit_after_a_migration_that_found_its_file_in_place_is_not_lost_with_it(tmp_path: Path) -> None:
    root = _a_root(tmp_path)
    old = root.bytes
    root.do("migrate", to=1)
    # What a migration that was killed before it retired the newer file leaves.
    (root.folder / root.name).write_bytes(old)
    root.do("migrate", to=2, replace=True)
    edited = _edited(root)
    with pytest.raises(Refused, match="changed after"):
        root.do("undo")
    assert root.bytes == edited
    assert root.workspace.stores.state.live_version() == 2


def test_a_killed_migration_never_moves_the_live_version_back(tmp_path: Path) -> None:
    root = _a_root(tmp_path)
    root.do("migrate", to=1)
    for step in range(40, 70, 3):
        with suppress(Killed), dies_at(step):
            root.do("migrate", to=3)
            root.do("undo")
    root.do("migrate", to=2)
    before = root.workspace.stores.state.live_version()
    for _ in range(8):
        with suppress(Refused):
            root.do("undo")
        assert root.workspace.stores.state.read()
    assert before == 2
