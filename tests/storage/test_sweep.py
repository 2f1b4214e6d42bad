from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from moie_tui.domain.errors import OperationFailed
from moie_tui.storage.atomic import is_temp, sweep_temps

TEMP = ".state.json.moie-0123abcd.tmp"


@pytest.mark.parametrize(
    "name",
    [
        "state.json",
        ".state.json.tmp",
        "state.json.moie-0123abcd.tmp",
        ".moie-0123abcd.tmp",
        ".state.json.moie-0123abcd",
        ".state.json.moie-0123ABCD.tmp",
        ".state.json.moie-0123abc.tmp",
        ".state.json.moie-0123abcde.tmp",
        ".state.json.moie-0123abcd.tmp.tmp",
        ".state.json.moie-.tmp",
        "",
    ],
)
def test_only_our_own_pattern_is_a_temp(name: str) -> None:
    assert is_temp(TEMP)
    assert not is_temp(name)


def test_only_temps_older_than_a_minute_go(tmp_path: Path) -> None:
    young, old, ahead = (f".{name}.json.moie-0123abcd.tmp" for name in ("young", "old", "ahead"))
    for name, at in ((young, 1_000_001), (old, 999_999), (ahead, 1_000_500), ("state.json", 0)):
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (at, at))
    assert set(sweep_temps(tmp_path, clock=lambda: 1_000_060)) == {old, ahead}
    assert set(os.listdir(tmp_path)) == {young, "state.json"}


def test_folders_and_links_of_that_name_stay(tmp_path: Path) -> None:
    (tmp_path / TEMP).mkdir()
    (tmp_path / ".x.moie-0123abcd.tmp").symlink_to("elsewhere")
    assert sweep_temps(tmp_path, older_than_seconds=0) == []
    assert len(os.listdir(tmp_path)) == 2


def test_a_missing_folder_has_no_temps(tmp_path: Path) -> None:
    assert sweep_temps(tmp_path / "missing") == []


def test_a_temp_that_cannot_be_removed_is_a_typed_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    (tmp_path / TEMP).write_bytes(b"")
    monkeypatch.setattr(os, "unlink", fails)
    with pytest.raises(OperationFailed, match="Read-only"):
        sweep_temps(tmp_path, older_than_seconds=0)


def test_a_temp_whose_writer_finishes_meanwhile_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlink = os.unlink

    def late(path: str) -> None:
        unlink(path)
        unlink(path)

    (tmp_path / TEMP).write_bytes(b"")
    monkeypatch.setattr(os, "unlink", late)
    assert sweep_temps(tmp_path, older_than_seconds=0) == []
