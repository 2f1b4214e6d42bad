from __future__ import annotations

from pathlib import Path

import pytest

from moie_tui.domain.errors import InvalidDocument, OperationFailed
from moie_tui.storage.scratch import restore_in_scratch, restores, sweep_scratch
from tests.storage.copies import state_bytes


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_state_comes_back_byte_for_byte_and_nothing_is_left(temporary: Path, version: int) -> None:
    restore_in_scratch(state_bytes(version=version), version)
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("data", [b"", b"{}", b'{"meta": ', b"\xff"])
def test_what_is_no_state_is_told_and_nothing_is_left(temporary: Path, data: bytes) -> None:
    with pytest.raises(InvalidDocument):
        restore_in_scratch(data, 2)
    assert not restores(data, 2)
    assert list(temporary.iterdir()) == []


def test_without_a_folder_to_try_in_nothing_is_claimed(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(temporary / "none"))
    with pytest.raises(OperationFailed, match="no scratch restore"):
        restore_in_scratch(state_bytes(), 2)
    assert not restores(state_bytes(), 2)


def test_what_killed_processes_left_is_swept_once_it_is_old(temporary: Path) -> None:
    left = temporary / "moie-scratch-0123456789abcdef"
    (left / ".moie").mkdir(parents=True)
    (left / ".moie" / "state.lock").write_text("")
    (temporary / "moie-other").mkdir()
    (temporary / "moie-scratch-link").symlink_to(temporary / "moie-other")
    now = left.stat().st_mtime
    assert sweep_scratch(clock=lambda: now + 3599) == 0
    assert sweep_scratch(clock=lambda: now + 3601) == 1
    assert sorted(path.name for path in temporary.iterdir()) == ["moie-other", "moie-scratch-link"]
