"""Copies for an editor are private, and go when they are no longer needed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from moie_tui.domain.errors import OperationFailed
from moie_tui.storage.drafts import begin_draft, drop_draft, text_of
from tests.roots import NOON


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def test_a_copy_has_the_name_and_text_of_the_file_and_only_its_owner_sees_it() -> None:
    draft = begin_draft("state.json", b"\xff text", NOON)
    place = Path(draft.place)
    assert (place.name, text_of(draft)) == ("state.json", b"\xff text")
    assert (place.stat().st_mode & 0o777, place.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_dropping_takes_along_what_editors_leave_and_may_be_done_twice(tmp_path: Path) -> None:
    draft = begin_draft("state.json", b"", NOON)
    Path(draft.place + "~").write_text("backup")
    drop_draft(draft)
    drop_draft(draft)
    assert os.listdir(tmp_path) == []
    with pytest.raises(OperationFailed, match="can't read what was written"):
        text_of(draft)


def test_a_copy_nobody_came_back_to_for_a_week_goes_and_a_newer_one_stays(tmp_path: Path) -> None:
    old, newer = (Path(begin_draft("state.json", b"", NOON).place).parent for _ in range(2))
    os.utime(old, (0, time.time() - 8 * 24 * 3600))
    begin_draft("state.json", b"", NOON)
    assert (old.exists(), newer.exists()) == (False, True)
