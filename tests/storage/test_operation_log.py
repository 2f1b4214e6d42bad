from __future__ import annotations

import json
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.errors import UsageError
from moie_tui.domain.plan import ABSENT, Effect, FileChange
from moie_tui.storage import operation_log
from moie_tui.storage.operation_log import OperationLog, random_id
from moie_tui.storage.operation_records import fold, records
from moie_tui.values.digest import sha256_of
from tests.storage.child import start
from tests.storage.copies import NOON, ORIGIN

STATE = "sovereign_state_v2.json"
DONE = Effect("job", "1.1", "pending", "completed", ("phases", "1", "jobs", "1.1", "status"))


def did(
    log: OperationLog, root: Path, new: bytes, *, kind: str = "pulse", scheduled: bool = False, **end: Any
) -> str:
    """One whole operation that rewrites the state."""
    path = root / STATE
    old = path.read_bytes() if path.exists() else None
    identity = log.begin(kind, NOON, ORIGIN, scheduled, [DONE], {STATE: old})
    path.write_bytes(new)
    log.end(
        identity,
        **({"outcome": "done", "message": "", "effects": [DONE]} | end),
        files={STATE: sha256_of(new)},
    )
    return identity


def undid(log: OperationLog, root: Path, undone: str, new: bytes) -> str:
    return did(log, root, new, kind="undo", undoes=undone)


def bare(log: OperationLog) -> str | None:
    found = next(log.undoable(), None)
    return found.id if found else None


def test_what_was_done_is_told_by_another_process_too(tmp_path: Path) -> None:
    (tmp_path / STATE).write_bytes(b"old")
    odd = Effect("meta", "\ud800[b]x[/b]", None, {"a": [1, ABSENT.value]}, ("meta", "é"), "`true` succeeds")
    identity = did(OperationLog(tmp_path), tmp_path, b"new", effects=[DONE, odd], message="ü\n\ud800")
    (record,) = OperationLog(tmp_path).all()
    assert (record.id, record.kind, record.at, record.origin) == (identity, "pulse", NOON, ORIGIN)
    assert record.effects == (DONE, odd)
    assert record.files == (FileChange(STATE, sha256_of(b"old"), sha256_of(b"new")),)
    assert (record.outcome, record.message, record.finished) == ("done", "ü\n\ud800", True)


def test_the_intent_and_the_pre_images_are_there_before_the_change(tmp_path: Path) -> None:
    log = OperationLog(tmp_path)
    (tmp_path / STATE).write_bytes(b"old")
    identity = log.begin("migrate", NOON, ORIGIN, False, [DONE], {STATE: b"old", "new.json": None})
    (record,) = OperationLog(tmp_path).all()
    assert (record.id, record.finished, record.effects) == (identity, False, (DONE,))
    assert [change.before for change in record.files] == [sha256_of(b"old"), ""]
    assert log.old_bytes(sha256_of(b"old")) == b"old"


def test_pre_images_can_be_corrected_while_the_operation_runs(tmp_path: Path) -> None:
    log = OperationLog(tmp_path)
    identity = log.begin("pulse", NOON, ORIGIN, False, [], {STATE: b"planned"})
    log.before(identity, {STATE: b"found"})
    log.end(identity, "verified", "", [], {STATE: sha256_of(b"new")})
    assert log.all()[0].files == (FileChange(STATE, sha256_of(b"found"), sha256_of(b"new")),)
    assert log.old_bytes(sha256_of(b"found")) == b"found"


def test_a_bare_undo_after_an_undo_goes_one_older(tmp_path: Path) -> None:
    log = OperationLog(tmp_path)
    first, second = did(log, tmp_path, b"1"), did(log, tmp_path, b"2")
    assert bare(log) == second
    undo = undid(log, tmp_path, second, b"1")
    assert log.find(second).undone_by == undo
    assert bare(log) == first
    undid(log, tmp_path, first, b"")
    assert bare(log) is None


def test_undoing_the_undo_by_its_name_takes_it_back(tmp_path: Path) -> None:
    log = OperationLog(tmp_path)
    first = did(log, tmp_path, b"1")
    undo = undid(log, tmp_path, first, b"0")
    redo = undid(log, tmp_path, undo, b"1")
    assert log.find(first).undone_by == ""
    assert log.find(undo).undone_by == redo
    assert bare(log) == first
    again = undid(log, tmp_path, first, b"0")
    assert log.find(first).undone_by == again


def test_scheduled_operations_do_not_bury_the_operators_own(tmp_path: Path) -> None:
    log = OperationLog(tmp_path)
    mine = did(log, tmp_path, b"1")
    did(log, tmp_path, b"2", scheduled=True)
    assert bare(log) == mine


def test_an_operation_that_left_no_trace_is_not_undone(tmp_path: Path) -> None:
    log = OperationLog(tmp_path)
    (tmp_path / STATE).write_bytes(b"same")
    did(log, tmp_path, b"same", effects=[])
    did(log, tmp_path, b"same", outcome="failed")
    assert bare(log) is None


def test_a_failed_operation_that_changed_a_file_can_be_undone(tmp_path: Path) -> None:
    log = OperationLog(tmp_path)
    assert bare(log) is None
    assert did(log, tmp_path, b"1", outcome="failed") == bare(log)


def test_a_failed_undo_took_nothing_back(tmp_path: Path) -> None:
    log = OperationLog(tmp_path)
    first = did(log, tmp_path, b"1")
    did(log, tmp_path, b"1", kind="undo", outcome="failed", undoes=first)
    assert bare(log) == first


def test_an_interrupted_operation_counts_once_it_changed_a_file(tmp_path: Path) -> None:
    log = OperationLog(tmp_path)
    older = did(log, tmp_path, b"1")
    killed = log.begin("rollback", NOON, ORIGIN, False, [DONE], {STATE: b"1"})
    assert bare(log) == older
    (tmp_path / STATE).write_bytes(b"2")
    assert bare(log) == killed
    assert log.find(killed).files == (FileChange(STATE, sha256_of(b"1"), sha256_of(b"2")),)


def test_what_an_interrupted_operation_left_is_what_the_next_one_found(tmp_path: Path) -> None:
    log = OperationLog(tmp_path)
    (tmp_path / STATE).write_bytes(b"0")
    changed = log.begin("pulse", NOON, ORIGIN, False, [DONE], {STATE: b"0"})
    (tmp_path / STATE).write_bytes(b"1")
    did(log, tmp_path, b"2", scheduled=True)
    assert log.find(changed).files == (FileChange(STATE, sha256_of(b"0"), sha256_of(b"1")),)
    log.begin("pulse", NOON, ORIGIN, False, [DONE], {STATE: b"2"})
    did(log, tmp_path, b"3", scheduled=True)
    assert bare(log) == changed, "the one killed before it changed anything is passed over"


def test_operations_are_found_by_the_start_of_their_id(tmp_path: Path) -> None:
    given_ids = iter(["abcd22", "abcd22", "abzz77"])
    log = OperationLog(tmp_path, new_id=lambda: next(given_ids))
    first, second = did(log, tmp_path, b"1"), did(log, tmp_path, b"2")
    assert (first, second) == ("abcd22", "abzz77"), "a clash takes another id"
    assert log.find("abcd").id == log.find("ABCD22").id == first
    with pytest.raises(UsageError, match="abzz77, abcd22"):
        log.find("ab")
    with pytest.raises(UsageError, match="no operation") as error:
        log.find("x")
    assert "abzz77 (pulse)" in error.value.line()
    with pytest.raises(UsageError, match="no operation"):
        log.find("")


def test_an_empty_log_says_that_nothing_was_done(tmp_path: Path) -> None:
    log = OperationLog(tmp_path)
    assert (log.all(), bare(log)) == ((), None)
    with pytest.raises(UsageError) as error:
        log.find("abc")
    assert "nothing was done" in error.value.line()


def test_ids_are_short_and_easily_typed() -> None:
    ids = {random_id() for _ in range(50)}
    assert len(ids) > 45
    assert all(len(one) == 6 and one.isalnum() and one == one.lower() for one in ids)


def test_torn_and_foreign_lines_are_skipped(tmp_path: Path) -> None:
    log = OperationLog(tmp_path)
    first = did(log, tmp_path, b"1")
    with (tmp_path / ".moie" / "operations.jsonl").open("ab") as file:
        file.write(
            b'[1]\n{"op": "end", "id": "nobody"}\n'
            b'{"op": "begin", "id": "odd", "at": 1}\n{"op": "begin", "id": "to'
        )
    second = did(log, tmp_path, b"2")
    assert [record.id for record in log.all()] == [second, first]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
FACTS = st.fixed_dictionaries(
    {"op": st.sampled_from(["begin", "before", "end"]) | JSON, "id": st.sampled_from(["a", "b"]) | JSON},
    optional={
        "at": st.just("2026-11-22T12:00:00+00:00") | JSON,
        "files": JSON,
        "effects": JSON | st.lists(st.just({"kind": "job", "target": "x"}), max_size=2),
        "undoes": st.sampled_from(["a", "b"]) | JSON,
        "outcome": JSON,
    },
)


@given(st.lists(FACTS))
def test_no_line_of_anybody_breaks_the_folding(facts: list[dict[str, Any]]) -> None:
    for record in records(fold(json.dumps(fact).encode() for fact in facts)):
        assert record.undone_by != record.id


def test_bytes_that_undo_does_not_need_are_not_kept(tmp_path: Path) -> None:
    log = OperationLog(tmp_path)
    (tmp_path / STATE).write_bytes(b"new")
    identity = log.begin("record", NOON, ORIGIN, False, [DONE], {STATE: b"old"}, keep=False)
    assert log.find(identity).files == (FileChange(STATE, sha256_of(b"old"), sha256_of(b"new")),)
    assert log.old_bytes(sha256_of(b"old")) is None
    assert bare(log) == identity


def test_a_torn_beginning_does_not_stop_the_log_from_being_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("KEPT_OPERATIONS", 4), ("_SLACK", 2), ("KEPT_BYTES", 0)):
        monkeypatch.setattr(operation_log, name, value)
    log = OperationLog(tmp_path)
    did(log, tmp_path, b"0")
    with (tmp_path / ".moie" / "operations.jsonl").open("ab") as file:
        file.write(b'{"op": "begin", "id": "tornxx", "kind": "pulse", "scheduled": false, "eff\n')
    kept = [did(log, tmp_path, f"m{n}".encode()) for n in range(20)]
    assert [one.id for one in log.all()][:4] == kept[:-5:-1]
    assert len(log.all()) <= 7


def test_the_log_and_its_pre_images_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("KEPT_OPERATIONS", 4), ("KEPT_SCHEDULED", 3), ("_SLACK", 2)):
        monkeypatch.setattr(operation_log, name, value)
    log = OperationLog(tmp_path)
    mine = [did(log, tmp_path, f"m{n}".encode()) for n in range(4)]
    for number in range(30):
        did(log, tmp_path, f"s{number}".encode(), scheduled=True)
    known = log.all()
    assert [one.id for one in known if not one.scheduled] == mine[::-1]
    assert 3 <= len([one for one in known if one.scheduled]) <= 6
    old = {path.name for path in (tmp_path / ".moie" / "old").iterdir()}
    assert old == {change.before for one in known for change in one.files} - {""}
    assert all(log.old_bytes(sha256) for sha256 in old)
    assert bare(log) == mine[-1]


def test_a_log_is_parsed_once_per_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = OperationLog(tmp_path)
    did(log, tmp_path, b"1")
    assert len(log.all()) == 1
    monkeypatch.setattr(operation_log, "fold", None)
    assert len(log.all()) == 1


WRITER = """
    import sys
    from datetime import UTC, datetime
    from pathlib import Path
    from moie_tui.storage.operation_log import OperationLog
    log = OperationLog(Path(sys.argv[1]))
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(10):
        one = log.begin("backup", datetime.now(UTC), "test", False, [], {"x": sys.argv[2].encode()})
        log.end(one, "done", sys.argv[2], [], {"x": "", "y": "0"})
"""


def test_several_processes_append_at_once(tmp_path: Path) -> None:
    writers = [start(WRITER, tmp_path, number, stdin=subprocess.PIPE) for number in range(2)]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate(timeout=60)
        assert writer.returncode == 0
    known = OperationLog(tmp_path).all()
    assert len({one.id for one in known}) == 20
    assert sorted(one.message for one in known) == ["0"] * 10 + ["1"] * 10
    assert NOON - timedelta(days=36500) < known[0].at
