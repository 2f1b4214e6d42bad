from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest

from moie_tui.storage.snapshot_folder import SnapshotFolder
from moie_tui.storage.snapshot_names import SIDECAR, sidecar_line
from moie_tui.storage.snapshots import Snapshots
from moie_tui.values.digest import sha256_of
from tests.storage.copies import lay, take


def test_a_row_stays_the_same_object_while_nothing_more_is_said_of_it(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    lay(tmp_path, "sovereign_state_v2_20261122_110000Z.json")
    take(snapshots, 0)
    before = snapshots.all()
    take(snapshots, 10)
    assert [row is one for row, one in zip(snapshots.all()[1:], before, strict=True)] == [True, True]
    snapshots.pin(before[0])
    assert [row.kept for row in snapshots.all()] == [False, True, False]


def test_a_copy_that_was_recorded_is_looked_at_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = lay(tmp_path, "sovereign_state_v2_20261122_110000Z.json")
    plain.with_name(plain.name + SIDECAR).write_bytes(sidecar_line(plain.name, sha256_of(plain.read_bytes())))
    take(Snapshots(tmp_path), 0)
    before = Snapshots(tmp_path).all()

    def looks(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a recorded copy was looked at")

    monkeypatch.setattr(SnapshotFolder, "size", looks)
    monkeypatch.setattr(SnapshotFolder, "sidecar_sha256", looks)
    assert Snapshots(tmp_path).all() == before
    assert before[1].size_bytes == plain.stat().st_size


def test_a_copy_without_a_sum_tells_its_size_as_it_is(tmp_path: Path) -> None:
    plain = lay(tmp_path, "sovereign_state_v2_20261122_110000Z.json")
    take(Snapshots(tmp_path), 0)
    plain.write_bytes(b"{}")
    assert Snapshots(tmp_path).all()[1].size_bytes == 2
