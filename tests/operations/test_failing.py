"""An act that fails is an event, and one line for the operator."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from moie_tui.domain.errors import OperationFailed, Refused
from moie_tui.storage.snapshot_folder import SnapshotFolder
from moie_tui.storage.snapshots import Snapshots
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root


def _newest(root: Root) -> tuple[str, str]:
    event = root.workspace.view().events[-1]
    return event.level, event.message


def test_a_failure_is_told_to_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = Root(tmp_path, a_state()).trust()
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", _full)
        with pytest.raises(OperationFailed):
            root.do("backup")
    level, message = _newest(root)
    assert level == "error"
    assert message.startswith("backup failed: ")
    assert "No space left" in message


def test_what_is_refused_is_no_failure(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state())
    before = root.workspace.view().events
    with pytest.raises(Refused):
        root.do("pulse")
    assert root.workspace.view().events == before


@pytest.mark.parametrize("scheduled", [True, False])
def test_a_pulse_that_failed_before_it_changed_anything_stands_in_the_operation_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheduled: bool
) -> None:
    root = Root(tmp_path, a_state(a_phase(1, a_job("1.1", "cyclic")))).trust()
    with monkeypatch.context() as patch:
        patch.setattr(Snapshots, "take", _full)
        with pytest.raises(OperationFailed):
            root.do("pulse", scheduled=scheduled)
    (one,) = root.workspace.operations()
    assert (one.kind, one.outcome, one.scheduled, one.effects) == ("pulse", "failed", scheduled, ())
    assert "No space left" in one.message
    with pytest.raises(Refused, match="nothing to undo"):
        root.do("undo")


@pytest.mark.parametrize("typed", [True, False])
def test_one_that_is_recorded_already_is_not_recorded_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: bool
) -> None:
    root = Root(tmp_path, a_state()).trust()
    with monkeypatch.context() as patch:
        patch.setattr(SnapshotFolder, "create", _failing if typed else _full)
        with pytest.raises(OperationFailed):
            root.do("backup")
    assert [one.outcome for one in root.workspace.operations()] == ["failed"]


def _failing(*_: object) -> None:
    raise OperationFailed("No space left on device")


def _full(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")
