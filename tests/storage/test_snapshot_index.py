from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain import timestamps
from moie_tui.domain.errors import OperationFailed
from moie_tui.domain.retention import Retention
from moie_tui.storage.snapshot_index import SnapshotIndex, fold, record_of, row_from, with_ids
from moie_tui.storage.snapshot_names import read_name
from moie_tui.storage.snapshots import Snapshots
from tests.storage.copies import NOON, names, state_bytes, take

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
KEYS = [
    "id",
    "name",
    "sequence",
    "taken_at",
    "reason",
    "note",
    "size_bytes",
    "sha256",
    "pinned",
    "gone",
    "proven",
    "proven_at",
]
NAME = "sovereign_state_v2_20261122_120000Z.json"


def test_a_row_survives_the_way_through_the_index(tmp_path: Path) -> None:
    row = take(Snapshots(tmp_path))
    parts = read_name(row.name, None)
    assert parts is not None
    assert row_from(row.name, parts, record_of(row), kept=False) == row


def test_a_snapshot_is_proven_only_when_the_index_says_since_when(tmp_path: Path) -> None:
    row = take(Snapshots(tmp_path))
    parts = read_name(row.name, None)
    assert parts is not None
    assert row.proven_at == NOON
    for fields in ({"proven_at": None}, {"proven_at": "soon"}, {"proven": 1}):
        read = row_from(row.name, parts, {**record_of(row), **fields}, kept=False)
        assert (read.proven, read.proven_at) == (False, None)


def test_a_copy_of_which_no_time_is_told_costs_no_pattern(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timestamps, "_FORM", None)
    parts = read_name(NAME, None)
    assert parts is not None
    row = row_from(NAME, parts, {"proven": True}, kept=False)
    assert (row.taken_at, row.proven, row.proven_at) == (parts.taken_at, False, None)


@given(
    st.lists(
        st.binary(max_size=40)
        | st.dictionaries(st.sampled_from(KEYS), JSON | st.just(NAME)).map(
            lambda raw: json.dumps(raw).encode()
        )
    )
)
def test_no_line_of_anybody_breaks_the_folding(lines: list[bytes]) -> None:
    folded = fold(lines)
    parts = read_name(NAME, None)
    assert parts is not None
    row = row_from(NAME, parts, folded.rows.get(NAME, {}), kept=False)
    assert len(with_ids([row])[0].id) >= 4


def test_torn_and_foreign_lines_are_skipped_and_never_lost(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    row = take(snapshots)
    index = tmp_path / "backups" / "index.jsonl"
    foreign = [b'{"id": "torn', b"# a note of the operator", b'["another", "program"]', b"\xff\xfe"]
    with index.open("ab") as file:
        file.write(b"\n".join(foreign))
    later = take(snapshots, 1)
    assert snapshots.all() == (later, row)
    for at in range(150):
        snapshots.unpin(snapshots.pin(row))
        assert len(snapshots.all()) == 2, at
    last = take(snapshots, 2)
    assert snapshots.all()[0] == last
    lines = index.read_bytes().splitlines()
    assert len(lines) < 10
    assert [line for line in lines if line in foreign] == foreign


def test_a_compacted_index_says_the_same_and_goes_on_counting(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    take(snapshots, 3600 * 24 * 365)
    first = snapshots.find("latest")
    second = take(snapshots, 1)
    for _ in range(150):
        snapshots.unpin(snapshots.pin(second))
    before = [(row.id, row.sequence) for row in snapshots.all()]
    snapshots.retire(Retention(remove=(first,)))
    assert len((tmp_path / "backups" / "index.jsonl").read_bytes().splitlines()) < 10
    again = Snapshots(tmp_path)
    assert [(row.id, row.sequence) for row in again.all()] == before[:1]
    assert take(again, 2).sequence > before[0][1]


def test_the_index_is_parsed_once_per_content(tmp_path: Path) -> None:
    take(Snapshots(tmp_path))
    index = SnapshotIndex(tmp_path / "backups" / "index.jsonl")
    assert index.folded() is index.folded()
    index.append({"name": NAME, "pinned": True})
    assert index.folded().rows[NAME]["pinned"] is True


def test_an_index_that_grew_says_what_it_says_when_read_anew(tmp_path: Path) -> None:
    snapshots, path = Snapshots(tmp_path), tmp_path / "backups" / "index.jsonl"
    first = take(snapshots, 0)
    index = SnapshotIndex(path)
    before = index.folded()
    snapshots.pin(take(snapshots, 5))
    with path.open("ab") as file:
        file.write(b"torn")
    for said in (before.rows[first.name], None):
        grown, anew = index.folded(), SnapshotIndex(path).folded()
        assert grown.rows == anew.rows
        assert (grown.lines, grown.foreign) == (anew.lines, anew.foreign)
        assert grown.last_sequence == anew.last_sequence
        assert said is None or grown.rows[first.name] is said
        snapshots.pin(take(snapshots, 9))


def test_an_index_that_was_replaced_is_read_anew(tmp_path: Path) -> None:
    snapshots, path = Snapshots(tmp_path), tmp_path / "backups" / "index.jsonl"
    take(snapshots, 0)
    second = take(snapshots, 5)
    index = SnapshotIndex(path)
    assert len(index.folded().rows) == 2
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[1])
    assert [*index.folded().rows] == [second.name]


def test_a_deleted_index_is_rebuilt_from_the_folder(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    rows = [take(snapshots, 0), take(snapshots, 5, pin=True), take(snapshots, 9, reason="rollback")]
    (tmp_path / "backups" / "index.jsonl").unlink()
    found = snapshots.all()
    assert [(row.id, row.name) for row in found] == [(row.id, row.name) for row in reversed(rows)]
    assert {row.reason for row in found} == {"unknown"}
    assert [row.sha256 for row in found] == [row.sha256 for row in reversed(rows)]
    assert [row.size_bytes for row in found] == [row.size_bytes for row in reversed(rows)]


def test_what_lay_in_kept_without_a_word_in_the_index_counts_as_pinned(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    take(snapshots, pin=True)
    (tmp_path / "backups" / "index.jsonl").unlink()
    assert [(row.pinned, row.kept) for row in snapshots.all()] == [(True, True)]


def test_an_unreadable_index_is_an_error_of_one_line(tmp_path: Path) -> None:
    (tmp_path / "backups" / "index.jsonl").mkdir(parents=True)
    with pytest.raises(OperationFailed, match="can't read"):
        Snapshots(tmp_path).all()


def test_an_id_taken_by_another_row_is_lengthened_and_then_never_changes(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    row = take(snapshots)
    index = SnapshotIndex(tmp_path / "backups" / "index.jsonl")
    snapshots.remove(row)
    squatter = take(snapshots, 60)
    index.append({"name": squatter.name, "id": row.id})
    again = snapshots.take(state_bytes(), 2, "heartbeat", NOON, origin="")
    assert again.name == row.name
    assert again.id[:4] == row.id
    assert len(again.id) == 5
    index.append({"name": squatter.name, "id": squatter.id})
    assert snapshots.find(row.name).id == again.id
    assert names(snapshots) == [again.name, squatter.name]
