from __future__ import annotations

from pathlib import Path

import pytest

from moie_tui.storage.old_bytes import OldBytes
from moie_tui.storage.snapshots import Snapshots
from moie_tui.values.digest import sha256_of
from tests.storage.copies import state_bytes, take


@pytest.fixture
def snapshots(tmp_path: Path) -> Snapshots:
    return Snapshots(tmp_path)


@pytest.fixture
def old(tmp_path: Path, snapshots: Snapshots) -> OldBytes:
    return OldBytes(tmp_path, snapshots)


def kept(root: Path) -> list[str]:
    folder = root / ".moie" / "old"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_each_content_is_kept_once_under_its_sum(tmp_path: Path, old: OldBytes) -> None:
    assert old.store(b"one") == old.store(b"one") == sha256_of(b"one")
    assert old.get(sha256_of(b"one")) == b"one"
    assert kept(tmp_path) == [sha256_of(b"one")]


def test_what_a_pinned_snapshot_has_is_not_kept_twice(
    tmp_path: Path, old: OldBytes, snapshots: Snapshots
) -> None:
    row = take(snapshots, pin=True)
    assert old.get(old.store(state_bytes(0))) == state_bytes(0)
    assert kept(tmp_path) == []
    assert row.sha256 == sha256_of(state_bytes(0))


def test_a_snapshot_that_may_be_pruned_keeps_nothing(
    tmp_path: Path, old: OldBytes, snapshots: Snapshots
) -> None:
    row = take(snapshots)
    assert old.get(row.sha256) == state_bytes(0)
    old.store(state_bytes(0))
    snapshots.remove(row)
    assert old.get(row.sha256) == state_bytes(0)


def test_a_pinned_snapshot_that_is_about_to_go_keeps_nothing(
    tmp_path: Path, old: OldBytes, snapshots: Snapshots
) -> None:
    row = take(snapshots, pin=True)
    sha256 = old.store(snapshots.read(row), changing=[f"backups/kept/{row.name}"])
    snapshots.remove(row)
    assert old.get(sha256) == state_bytes(0)


def test_a_damaged_pinned_snapshot_keeps_nothing(old: OldBytes, snapshots: Snapshots) -> None:
    row = take(snapshots, pin=True)
    snapshots.path(row).write_bytes(b"rotten")
    assert old.get(row.sha256) is None
    assert old.get(old.store(state_bytes(0))) == state_bytes(0)


def test_a_rotten_content_is_never_given_out_and_is_replaced(tmp_path: Path, old: OldBytes) -> None:
    sha256 = old.store(b"one")
    (tmp_path / ".moie" / "old" / sha256).write_bytes(b"rotten")
    assert old.get(sha256) is None
    old.store(b"one")
    assert old.get(sha256) == b"one"


@pytest.mark.parametrize("sha256", ["", "0" * 64, "../operations.jsonl", "A" * 64])
def test_what_nobody_has_is_none(old: OldBytes, sha256: str) -> None:
    assert old.get(sha256) is None


def test_contents_nobody_wants_are_swept(tmp_path: Path, old: OldBytes) -> None:
    old.sweep(())
    one, two = old.store(b"one"), old.store(b"two")
    (tmp_path / ".moie" / "old" / "README").write_text("of the operator")
    old.sweep({two})
    assert old.get(one) is None
    assert kept(tmp_path) == sorted([two, "README"])


def test_the_room_each_content_takes_is_told(tmp_path: Path, old: OldBytes) -> None:
    assert old.sizes() == {}
    one, two = old.store(b"one"), old.store(b"three")
    (tmp_path / ".moie" / "old" / "README").write_text("of the operator")
    assert old.sizes() == {one: 3, two: 5}
