"""An act that fails is an event, and one line for the operator."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from moie_tui.domain.errors import OperationFailed, Refused
from tests.builders import a_state
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


def _full(*_: object) -> None:
    raise OSError(28, "No space left on device")
