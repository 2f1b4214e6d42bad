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
