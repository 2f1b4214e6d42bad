from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from moie_tui.domain.errors import InvalidDocument, Refused, UsageError
from moie_tui.domain.retention import Retention
from moie_tui.domain.snapshot import Snapshot
from moie_tui.storage.snapshots import Snapshots
from tests.storage.copies import NOON, ORIGIN, lay, names, state_bytes, take


def test_a_snapshot_is_a_byte_copy_with_a_sum_beside_it(tmp_path: Path) -> None:
    data = state_bytes("ü")
    row = Snapshots(tmp_path).take(data, 2, "manual", NOON, origin=ORIGIN, note="before the trip")
    path = tmp_path / "backups" / "sovereign_state_v2_20261122_120000Z.json"
    assert path.read_bytes() == data
    sums = subprocess.run(["sha256sum", "-c", f"{path.name}.sha256"], cwd=path.parent, capture_output=True)
    assert sums.returncode == 0
    assert row.sha256 == hashlib.sha256(data).hexdigest()
    assert (row.reason, row.note, row.origin) == ("manual", "before the trip", ORIGIN)
    assert (row.size_bytes, row.taken_at, row.proven) == (len(data), NOON, True)


def test_another_process_sees_the_same_rows(tmp_path: Path) -> None:
    here = Snapshots(tmp_path)
    rows = (take(here, 2, pin=True), take(here, 1), take(here, 0, version=1))
    assert Snapshots(tmp_path).all() == tuple(reversed(rows))


def test_the_same_second_gets_a_suffix(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    rows = [take(snapshots), take(snapshots, 0.2), take(snapshots, 0.4, pin=True), take(snapshots, 0.6)]
    stem = "sovereign_state_v2_20261122_120000Z"
    assert [row.name for row in rows] == [
        f"{stem}.json",
        f"{stem}-2.json",
        f"{stem}-3.json",
        f"{stem}-4.json",
    ]
    assert names(snapshots) == [row.name for row in reversed(rows)]
    assert len({row.id for row in rows}) == 4


def test_latest_goes_by_sequence_even_when_the_clock_was_set_back(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    take(snapshots, 3600)
    second = take(snapshots, 0)
    assert snapshots.find("latest") == second


def test_latest_leaves_out_what_was_taken_before_a_rollback(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    wanted = take(snapshots, 0)
    take(snapshots, 10, reason="rollback", pin=True)
    assert snapshots.find("latest") == wanted


def test_plain_copies_stand_where_their_names_say(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path, ZoneInfo("Europe/Berlin"))
    first = take(snapshots, 0)
    lay(tmp_path, "sovereign_state_v2_20261122_125959.json")
    lay(tmp_path, "sovereign_state_v2_20261122_130001.json")
    lay(tmp_path, "notes.json")
    second = take(snapshots, 3)
    assert names(snapshots) == [
        second.name,
        "sovereign_state_v2_20261122_130001.json",
        first.name,
        "sovereign_state_v2_20261122_125959.json",
    ]
    foreign = snapshots.all()[1]
    assert (foreign.reason, foreign.proven, foreign.pinned) == ("unknown", False, False)
    assert foreign.taken_at == NOON + timedelta(seconds=1)
    assert foreign.size_bytes == len(snapshots.read(foreign))


def test_a_plain_copy_from_the_future_does_not_stay_the_latest(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path, ZoneInfo("UTC"))
    lay(tmp_path, "sovereign_state_v2_20380101_000000.json")
    ours = take(snapshots)
    assert snapshots.find("latest") == ours


def test_the_id_of_a_plain_copy_is_the_same_before_and_after_it_was_indexed(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path, ZoneInfo("UTC"))
    lay(tmp_path, "sovereign_state_v2_20261122_110000.json")
    before = snapshots.all()[0]
    take(snapshots)
    after = Snapshots(tmp_path, ZoneInfo("Asia/Tokyo")).find(before.name)
    assert (after.id, after.sequence, after.reason) == (before.id, before.sequence, "unknown")


def test_pinning_moves_the_snapshot_and_its_sum_out_of_the_reach_of_plain_scripts(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    row = snapshots.pin(take(snapshots))
    assert (row.pinned, row.kept) == (True, True)
    for path in (tmp_path / "backups").glob("sovereign_state_v2_*"):
        path.unlink()
    assert snapshots.all() == (row,)
    kept = tmp_path / "backups" / "kept"
    assert sorted(path.name for path in kept.iterdir()) == [row.name, row.name + ".sha256"]
    assert snapshots.path(row) == kept / row.name
    assert snapshots.read(row) == state_bytes(0)


def test_a_snapshot_in_both_folders_is_one(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    row = take(snapshots, pin=True)
    twin = lay(tmp_path, row.name, snapshots.read(row))
    assert snapshots.all() == (row,)
    snapshots.remove(row)
    assert snapshots.all() == ()
    assert not twin.exists()


def test_unpinning_leaves_the_snapshot_to_retention(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    row = snapshots.unpin(take(snapshots, pin=True))
    assert (row.pinned, row.kept) == (False, True)
    snapshots.retire(Retention(remove=(row,)))
    assert snapshots.all() == ()


def test_a_plain_copy_can_be_pinned(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path, ZoneInfo("UTC"))
    lay(tmp_path, "sovereign_state_v2_20261122_110000.json")
    before = snapshots.find("latest")
    row = snapshots.pin(before)
    assert (row.pinned, row.kept, row.id, row.reason) == (True, True, before.id, "unknown")
    assert Snapshots(tmp_path).find(row.id) == row


def test_retiring_moves_what_a_tier_wants_and_deletes_the_rest(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    remove, keep, stay = take(snapshots, 0), take(snapshots, 10), take(snapshots, 20)
    snapshots.retire(Retention(keep=(keep,), remove=(remove,)))
    assert [(row.id, row.kept, row.pinned) for row in snapshots.all()] == [
        (stay.id, False, False),
        (keep.id, True, False),
    ]
    assert not list((tmp_path / "backups").rglob(f"{remove.name}*"))
    assert len(list((tmp_path / "backups").rglob("*.sha256"))) == 2


def test_taking_does_what_retention_decides_of_all_that_are_there_then(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    remove, keep = take(snapshots, 0), take(snapshots, 10)
    asked: list[tuple[str, ...]] = []

    def decide(rows: Sequence[Snapshot]) -> Retention:
        asked.append(tuple(row.name for row in rows))
        return Retention(keep=(rows[0], keep), remove=(remove,))

    row = snapshots.take(state_bytes("new"), 2, "manual", NOON, origin=ORIGIN, retained=decide)
    assert asked == [(row.name, keep.name, remove.name)]
    assert row.kept
    assert snapshots.all() == (row, snapshots.find(keep.id))
    assert not list((tmp_path / "backups").rglob(f"{remove.name}*"))


def test_a_plain_copy_that_a_tier_wants_does_not_become_pinned(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path, ZoneInfo("UTC"))
    lay(tmp_path, "sovereign_state_v2_20261122_110000.json")
    snapshots.retire(Retention(keep=snapshots.all()))
    assert [(row.kept, row.pinned) for row in snapshots.all()] == [(True, False)]


def test_what_was_pinned_after_the_decision_stays(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    row = take(snapshots)
    snapshots.pin(row)
    snapshots.retire(Retention(remove=(row,)))
    assert names(snapshots) == [row.name]


def test_a_pinned_one_that_retention_gives_up_is_deleted(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    row = take(snapshots, reason="phase", pin=True)
    snapshots.retire(Retention(remove=(row,)))
    assert snapshots.all() == ()


def test_a_removed_snapshot_comes_back_as_it_was(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    row, newer = take(snapshots, reason="manual", pin=True), take(snapshots, 60)
    data = snapshots.read(row)
    snapshots.remove(row)
    snapshots.remove(row)
    assert snapshots.all() == (newer,)
    snapshots.restore_removed(row, data)
    assert snapshots.all() == (newer, row)
    assert snapshots.read(row) == data


def test_a_removed_snapshot_comes_back_by_its_name_alone(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    rows = [take(snapshots, reason="manual", pin=True), take(snapshots, 60)]
    data = [snapshots.read(row) for row in rows]
    for row in rows:
        snapshots.remove(row)
    for row, old in zip(rows, data, strict=True):
        Snapshots(tmp_path).restore_removed(row.name, old)
    assert snapshots.all() == (rows[1], rows[0])


def test_restoring_over_another_file_is_refused(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    row = take(snapshots)
    snapshots.remove(row)
    other = lay(tmp_path, row.name, b"{}")
    with pytest.raises(Refused, match="another file"):
        snapshots.restore_removed(row, state_bytes(0))
    with pytest.raises(Refused, match="no name of a snapshot"):
        snapshots.restore_removed("../state.json", b"{}")
    assert other.read_bytes() == b"{}"


def test_damaged_bytes_are_never_given_out(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    row = take(snapshots)
    snapshots.path(row).write_bytes(state_bytes("rotten"))
    with pytest.raises(InvalidDocument, match="sha256 differs") as error:
        snapshots.read(row)
    assert error.value.exit_code == 3
    assert snapshots.stored_bytes(row) == state_bytes("rotten")


def test_without_the_index_the_sum_beside_the_snapshot_still_tells_damage(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    row = take(snapshots)
    (tmp_path / "backups" / "index.jsonl").unlink()
    snapshots.path(row).write_bytes(b"{}")
    with pytest.raises(InvalidDocument):
        snapshots.read(snapshots.find(row.id))


@pytest.mark.parametrize(
    ("data", "version", "proven"),
    [
        pytest.param(state_bytes(), 2, True, id="a state"),
        pytest.param(state_bytes(version=3), 3, True, id="a state of version 3"),
        pytest.param(state_bytes(version=2), 3, False, id="a state of another version"),
        pytest.param(b"{}", 2, False, id="no state"),
        pytest.param(b'{"meta": ', 2, False, id="torn"),
    ],
)
def test_only_what_parses_as_its_version_is_proven(
    tmp_path: Path, data: bytes, version: int, proven: bool
) -> None:
    snapshots = Snapshots(tmp_path)
    snapshots.take(data, version, "heartbeat", NOON, origin="")
    assert [row.proven for row in snapshots.all()] == [proven]


def test_a_snapshot_that_another_program_deleted_is_told_as_gone(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    row = take(snapshots)
    snapshots.path(row).unlink()
    assert snapshots.all() == ()
    for act in (snapshots.read, snapshots.pin, snapshots.unpin):
        with pytest.raises(UsageError, match="another program deleted it"):
            act(row)
    snapshots.remove(row)
    snapshots.retire(Retention(keep=(row,), remove=(row,)))
    assert list((tmp_path / "backups").glob("*.sha256")) == []


def test_a_root_without_backups_has_no_snapshots(tmp_path: Path) -> None:
    assert Snapshots(tmp_path).all() == ()
    assert list(tmp_path.iterdir()) == []


def test_listing_hundreds_opens_none_of_them(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    for second in range(30):
        take(snapshots, second)
    for path in (tmp_path / "backups").glob("sovereign_state*"):
        path.write_bytes(b"rotten")
    assert len(Snapshots(tmp_path).all()) == 30
    assert snapshots.all() is snapshots.all()


def test_the_index_holds_one_json_object_a_line(tmp_path: Path) -> None:
    row = take(Snapshots(tmp_path), pin=True)
    lines = (tmp_path / "backups" / "index.jsonl").read_text().splitlines()
    assert json.loads(lines[0])["id"] == row.id
