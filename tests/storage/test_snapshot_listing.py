from __future__ import annotations

from pathlib import Path

from moie_tui.storage.snapshots import Snapshots
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
