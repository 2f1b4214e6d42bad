from __future__ import annotations

from pathlib import Path

import pytest

from moie_tui.storage.snapshots import Snapshots
from tests.storage.copies import lay


def test_a_copy_whose_sum_nobody_took_is_not_read_to_check_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshots = Snapshots(tmp_path)
    path = lay(tmp_path, "sovereign_state_v2_20261122_110000Z.json")
    with monkeypatch.context() as patched:
        patched.setattr(
            "moie_tui.storage.snapshot_folder.SnapshotFolder.read", lambda *_: pytest.fail("read")
        )
        (row,) = snapshots.checked()
    assert not row.damaged
    path.with_name(f"{path.name}.sha256").write_text(f"{'0' * 64}  {path.name}\n")
    assert [one.damaged for one in snapshots.checked()] == [True]


def test_what_is_read_at_once_is_limited_and_the_rest_is_read_another_time(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    for hour in (9, 10, 11):
        path = lay(tmp_path, f"sovereign_state_v2_20261122_{hour:02}0000Z.json")
        path.with_name(f"{path.name}.sha256").write_text(f"{'0' * 64}  {path.name}\n")

    def damaged() -> list[bool]:
        return [one.damaged for one in snapshots.checked(1)]

    assert [damaged(), damaged(), damaged()] == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ], "at least one each time, however large, the newest first"
