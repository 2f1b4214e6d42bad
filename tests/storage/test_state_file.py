"""The state of a root: which version is live, how it is read, and that no write loses anything."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from moie_tui.domain.errors import InvalidDocument, OperationFailed, Refused, UsageError
from moie_tui.storage import reading, state_file
from moie_tui.storage.state_file import StateDocument, StateFile
from moie_tui.storage.strict_json import dump
from tests.builders import a_job, a_phase, a_state
from tests.storage.child import start
from tests.waiting import PATIENCE

NAMES = {1: "sovereign_state.json", 2: "sovereign_state_v2.json", 3: "sovereign_state_v3.json"}


def lay(root: Path, *versions: int, **more: Any) -> StateFile:
    """A root with a state of each of these versions."""
    for version in versions:
        name = NAMES.get(version, f"sovereign_state_v{version}.json")
        (root / name).write_bytes(dump(a_state(version=version, **more)))
    return StateFile(root)


def renamed(project: str) -> Any:
    return lambda document: {**document.raw, "meta": {**document.raw["meta"], "project": project}}


def said(state: StateFile) -> list[tuple[str, str]]:
    return [(one.where, one.what) for one in state.problems(state.read(), None)]


@pytest.mark.parametrize(("there", "live"), [((1,), 1), ((1, 2), 2), ((1, 2, 3), 3), ((2, 4), 2), ((4,), 4)])
def test_without_a_record_the_highest_version_we_know_is_live(
    tmp_path: Path, there: tuple[int, ...], live: int
) -> None:
    assert lay(tmp_path, *there).live_version() == live


def test_a_folder_without_a_state_is_no_root(tmp_path: Path) -> None:
    assert StateFile(tmp_path / "missing").live_version() is None
    with pytest.raises(UsageError, match="no MOIE root here") as error:
        StateFile(tmp_path).read()
    assert "moie init" in error.value.line()


def test_our_first_write_records_the_live_version_for_good(tmp_path: Path) -> None:
    state = lay(tmp_path, 2)
    state.update(renamed("ours"))
    lay(tmp_path, 3)
    assert state.live_version() == 2
    assert json.loads((tmp_path / ".moie/live.json").read_bytes()) == {"version": 2, "others": {}}


def test_a_live_file_that_is_gone_is_not_replaced_by_another_version(tmp_path: Path) -> None:
    state = lay(tmp_path, 1, 2)
    state.record_live(2)
    (tmp_path / NAMES[2]).unlink()
    with pytest.raises(InvalidDocument, match="is gone") as error:
        state.read()
    assert (error.value.path, error.value.exit_code) == (NAMES[2], 3)


def test_a_spoilt_record_is_an_error_and_no_guess(tmp_path: Path) -> None:
    state = lay(tmp_path, 2)
    (tmp_path / ".moie").mkdir()
    (tmp_path / ".moie/live.json").write_text('{"version": "2", "others": {}}')
    with pytest.raises(InvalidDocument, match="does not say which version is live"):
        state.live_version()


def test_a_read_gives_bytes_values_and_every_key(tmp_path: Path) -> None:
    document = lay(tmp_path, 2, notes="ours to keep").read()
    assert document.data == (tmp_path / NAMES[2]).read_bytes()
    assert (document.name, document.version, document.raw["notes"]) == (NAMES[2], 2, "ours to keep")
    assert document.state.project == "Project"


def test_an_invalid_state_is_told_with_line_column_and_key(tmp_path: Path) -> None:
    state = lay(tmp_path, 2)
    broken = a_state(a_phase(1, a_job(), {"id": 1.5, "task": "x", "status": "pending"}))
    (tmp_path / NAMES[2]).write_bytes(dump(broken))
    with pytest.raises(InvalidDocument) as error:
        state.read()
    line = next(n for n, text in enumerate(dump(broken).decode().splitlines(), 1) if '"id": 1.5' in text)
    assert error.value.line().startswith(
        f"{NAMES[2]}:{line}:17 (phases.0.jobs.1.id): must be a whole number or text"
    )


def test_a_torn_write_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("STABLE_SECONDS", "PATIENCE_SECONDS"):
        monkeypatch.setattr(reading, name, PATIENCE)  # a slow machine may let the writer stand still
    state = lay(tmp_path, 2)
    writer = """
        import sys, time
        path = sys.argv[1]
        data = open(path, "rb").read()
        with open(path, "wb", buffering=0) as file:
            file.write(data[:40])
            print("torn", flush=True)
            for at in range(40, len(data), 40):
                time.sleep(0.01)
                file.write(data[at:at + 40])
    """
    with start(writer, tmp_path / NAMES[2]) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "torn\n"
        assert state.read().state.project == "Project"


def test_a_newer_version_alone_is_shown_and_never_written(tmp_path: Path) -> None:
    state = lay(tmp_path, 4)
    del_version = {key: one for key, one in a_state(version=4).items() if key != "schema_version"}
    (tmp_path / "sovereign_state_v4.json").write_bytes(dump(del_version))
    before = (tmp_path / "sovereign_state_v4.json").read_bytes()
    assert (state.read().version, state.read().state.project) == (4, "Project")
    for write in (lambda: state.update(renamed("no")), lambda: state.swap(NAMES[2], None, b"{}")):
        with pytest.raises(Refused) as error:
            write()
        assert error.value.exit_code == 6
    assert (tmp_path / "sovereign_state_v4.json").read_bytes() == before
    assert "newer than this moie knows" in said(state)[0][1]


def test_a_newer_version_beside_the_live_one_stops_writing(tmp_path: Path) -> None:
    state = lay(tmp_path, 2, 4)
    with pytest.raises(Refused):
        state.guard_newer()
    assert [where for where, _ in said(state)] == ["sovereign_state_v4.json"]


def test_an_update_keeps_keys_order_and_style(tmp_path: Path) -> None:
    state = lay(tmp_path, 2, notes={"ö": [1, 2.5, None]})
    before, after = state.update(renamed("läuft"))
    expected = before.data.replace(b'"Project"', '"läuft"'.encode())
    assert after.data == expected == (tmp_path / NAMES[2]).read_bytes()
    assert state.read() == after


def test_an_update_that_changes_nothing_writes_nothing(tmp_path: Path) -> None:
    state = lay(tmp_path, 2)
    before = os.stat(tmp_path / NAMES[2])
    first, second = state.update(lambda document: document.data)
    assert first == second
    assert os.stat(tmp_path / NAMES[2]).st_mtime_ns == before.st_mtime_ns
    assert not (tmp_path / ".moie/live.json").exists()


def test_what_a_foreign_program_writes_during_an_update_is_kept(tmp_path: Path) -> None:
    state, path = lay(tmp_path, 2), tmp_path / NAMES[2]
    calls = []

    def change(document: StateDocument) -> dict[str, Any]:
        calls.append(document.sha256)
        if len(calls) == 1:
            path.write_bytes(dump(a_state(foreign=True)))
        return renamed("ours")(document)  # type: ignore[no-any-return]

    _, after = state.update(change)
    assert len(calls) == 2
    assert after.raw["foreign"] is True
    assert json.loads(path.read_bytes())["meta"]["project"] == "ours"


def test_a_file_that_never_rests_is_not_overwritten(tmp_path: Path) -> None:
    state, path = lay(tmp_path, 2), tmp_path / NAMES[2]

    def change(document: StateDocument) -> dict[str, Any]:
        path.write_bytes(document.data + b" ")
        return renamed("ours")(document)  # type: ignore[no-any-return]

    with pytest.raises(OperationFailed, match="rewritten faster"):
        state.update(change)
    assert b"ours" not in path.read_bytes()


@pytest.mark.parametrize("change", [lambda _: {"meta": {}}, lambda _: b"{"], ids=["values", "bytes"])
def test_an_invalid_document_is_never_written(tmp_path: Path, change: Any) -> None:
    state = lay(tmp_path, 2)
    before = (tmp_path / NAMES[2]).read_bytes()
    with pytest.raises(Exception, match=r"missing|ends in the middle"):
        state.update(change)
    assert (tmp_path / NAMES[2]).read_bytes() == before


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    root, real = tmp_path / "root", tmp_path / "elsewhere"
    root.mkdir()
    real.mkdir()
    lay(real, 2)
    (root / NAMES[2]).symlink_to(real / NAMES[2])
    StateFile(root).update(renamed("through"))
    assert (root / NAMES[2]).is_symlink()
    assert b"through" in (real / NAMES[2]).read_bytes()


def test_a_swap_puts_bytes_only_where_the_expected_ones_are(tmp_path: Path) -> None:
    state = lay(tmp_path, 2)
    live = state.read()
    assert not state.swap(live.name, b"something else", b"{}")
    assert state.bytes_of(live.name) == live.data
    assert state.swap(NAMES[3], None, b"three")
    assert state.live_version() == 2
    assert state.swap(NAMES[3], b"three", None)
    assert state.bytes_of(NAMES[3]) is None


def test_a_version_that_changes_beside_the_live_one_is_a_problem(tmp_path: Path) -> None:
    state = lay(tmp_path, 1, 2)
    assert said(state) == []
    state.record_live(2)
    assert said(state) == []
    lay(tmp_path, 1, foreign=True)
    what = "v1 is still being written by another program, but v2 is live"
    assert said(state) == [(NAMES[1], what)]
    state.record_live(2)
    assert said(state) == []


def test_odd_values_are_problems_with_their_lines(tmp_path: Path) -> None:
    phases = [a_phase(1, a_job("1.1"), a_job("1.1", schedule="now and then")), a_phase("1")]
    state = lay(tmp_path, 2, meta={"last_heartbeat": "yesterday"})
    (tmp_path / NAMES[2]).write_bytes(dump(a_state(*phases, meta={"last_heartbeat": "yesterday"})))
    found = said(state)
    assert [where.split(" ")[1] for where, _ in found] == [
        "(phases.0.jobs.1.id)",
        "(phases.1.id)",
        "(meta.last_heartbeat)",
        "(phases.0.jobs.1.schedule)",
    ]
    assert all(where.split(":")[1][0].isdigit() for where, _ in found)


def test_an_invalid_live_file_is_quarantined_once_per_content(tmp_path: Path) -> None:
    state, path = lay(tmp_path, 2), tmp_path / NAMES[2]
    path.write_bytes(b'{"meta": ')
    assert state.quarantine_live()
    assert not state.quarantine_live()
    path.write_bytes(b'{"phases": ')
    assert state.quarantine_live()
    kept = sorted((tmp_path / ".moie/quarantine").iterdir())
    assert {one.read_bytes() for one in kept} == {b'{"meta": ', b'{"phases": '}
    assert all(one.name.startswith("sovereign_state_v2-") for one in kept)
    assert path.read_bytes() == b'{"phases": '


def test_updates_of_many_processes_are_all_kept(tmp_path: Path) -> None:
    lay(tmp_path, 2, counts={})
    writer = """
        import sys
        from pathlib import Path
        from moie_tui.storage.state_file import StateFile
        state, me = StateFile(Path(sys.argv[1])), sys.argv[2]
        for n in range(25):
            state.update(lambda d: d.raw | {"counts": d.raw["counts"] | {me: d.raw["counts"].get(me, 0) + 1}})
    """
    writers = [start(writer, tmp_path, n) for n in range(4)]
    for process in writers:
        process.communicate(timeout=60)
    assert StateFile(tmp_path).read().raw["counts"] == {str(n): 25 for n in range(4)}


def test_writers_wait_for_the_lock_but_not_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state_file, "_PATIENCE_SECONDS", 0.05)
    state = lay(tmp_path, 2)
    state.update(renamed("first"))

    def nested(document: StateDocument) -> bytes:
        StateFile(tmp_path).update(renamed("second"))
        return document.data

    with pytest.raises(Exception, match="held by saving the state"):
        state.update(nested)
