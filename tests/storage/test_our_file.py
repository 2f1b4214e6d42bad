"""Our own small documents: whole, locked, and told to whoever keeps the old bytes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from moie_tui.domain.errors import InvalidDocument
from moie_tui.domain.hold import Hold
from moie_tui.domain.quiet import Acknowledgement, Mute, Quiet
from moie_tui.storage.hold_file import HoldFile
from moie_tui.storage.our_file import OurFile
from moie_tui.storage.quiet_file import QuietFile

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_a_missing_file_is_an_empty_object(tmp_path: Path) -> None:
    assert OurFile(tmp_path, "x.json").read() == {}


def test_a_change_is_told_before_it_is_written(tmp_path: Path) -> None:
    file, told = OurFile(tmp_path, "x.json"), []
    file.change(lambda _: {"a": 1}, lambda old, new: told.append((old, new, file.path.exists())))
    assert told == [(None, b'{\n  "a": 1\n}', False)]
    assert file.read() == {"a": 1}


def test_a_change_that_changes_nothing_writes_and_tells_nothing(tmp_path: Path) -> None:
    file, told = OurFile(tmp_path, "x.json"), []
    file.change(lambda _: {"a": 1})
    file.change(lambda raw: raw, lambda old, new: told.append(new))
    assert told == []


def test_a_spoilt_file_is_said_and_not_overwritten(tmp_path: Path) -> None:
    file = OurFile(tmp_path, "x.json")
    file.change(lambda _: {"a": 1})
    file.path.write_text("[]")
    with pytest.raises(InvalidDocument):
        file.read()
    with pytest.raises(InvalidDocument):
        file.change(lambda _: {"b": 2})
    assert file.path.read_text() == "[]"


def test_a_hold_is_read_as_it_was_written_and_ends_by_itself(tmp_path: Path) -> None:
    file, hold = HoldFile(tmp_path), Hold(NOW, NOW + timedelta(hours=2), "repairs", "me")
    file.write(hold)
    assert HoldFile(tmp_path).read() == hold
    assert hold.holds(NOW + timedelta(minutes=119))
    assert not hold.holds(NOW + timedelta(hours=2))
    file.write(None)
    assert file.read() is None


def test_quiet_is_read_as_it_was_written_and_parsed_once(tmp_path: Path) -> None:
    quiet = Quiet(
        (Mute("5.1", NOW, "noise", "me"), Mute("all")), {"job 5.2 stale": Acknowledgement(NOW, "on it", "me")}
    )
    file = QuietFile(tmp_path)
    file.change(lambda _: quiet)
    assert file.read() == quiet
    assert file.read() is file.read()
