from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.builders import a_job, a_phase, a_state
from tests.operations.checkup.examining import about, examined, lay, said
from tests.roots import Root


@pytest.fixture
def root(tmp_path: Path) -> Root:
    return Root(tmp_path, a_state(a_phase(1, a_job("1.1", "cyclic"))))


def test_a_sound_root_has_no_problem_and_keeps_no_trace(root: Root) -> None:
    before = sorted(path.name for path in root.folder.rglob("*"))
    checkup = examined(root)
    assert checkup.problems == ()
    assert checkup.mends == ()
    assert checkup.as_json()["healthy"] is True
    assert sorted(path.name for path in root.folder.rglob("*")) == before


def test_a_broken_state_is_told_with_its_place_and_stops_no_other_check(root: Root) -> None:
    root.do("backup")
    lay(root.folder / root.name, '{\n  "meta": }')
    checkup = examined(root)
    (problem,) = about(checkup, root.name, "problem")
    assert problem.where == f"{root.name}:2:11"
    assert said(checkup, "backups", "ok").startswith("1 snapshot: sums agree")
    assert said(checkup, "disk", "ok")


def test_another_version_that_is_still_written_is_a_problem(root: Root) -> None:
    root.do("migrate", to=3)
    (root.folder / root.name).write_text(json.dumps(root.document | {"mark": 1}))
    assert "v2 is still being written by another program" in said(examined(root), root.name, "problem")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (".moie/live.json", "[]"),
        (".moie/stash.json", "{"),
        ("cyclic_job_health.json", '{"5.1": 7}'),
        ("config.yaml", "heartbeat: {interval_minutes: soon}"),
    ],
)
def test_each_spoilt_document_is_a_problem(root: Root, name: str, data: str) -> None:
    lay(root.folder / name, data)
    assert about(examined(root), name, "problem")


def test_an_operation_that_never_ended_is_told_with_its_way_back(root: Root) -> None:
    stores = root.workspace.stores
    identity = stores.operations.begin("pulse", root.clock(), "me", False, [], {root.name: root.bytes})
    (note,) = about(examined(root), "operations")
    assert f"pulse {identity} never ended" in note.what
    assert note.fix.startswith(f"`moie undo {identity}`")
    with stores.pulse_lock.hold(holder="pulse"):
        assert about(examined(root), "operations") == []


def test_a_spoilt_note_of_ours_is_found_and_removed(root: Root) -> None:
    lay(root.folder / ".moie" / "pending.json", "{bad")
    checkup = examined(root)
    assert "is not JSON" in said(checkup, ".moie/pending.json", "note")
    root.do("doctor", checkup=checkup)
    assert not (root.folder / ".moie" / "pending.json").exists()
    assert said(examined(root), ".moie", "ok")


def test_lines_of_the_operation_log_that_nobody_can_read_are_told(root: Root) -> None:
    root.do("backup")
    log = root.folder / ".moie" / "operations.jsonl"
    with log.open("ab") as file:
        file.write(b'garbage\n{"op": "begin"}\n')
    assert said(examined(root), "operations.jsonl", "note") == "2 lines nobody can read"


def test_an_operation_log_that_is_gone_is_no_all_clear(root: Root) -> None:
    root.do("backup")
    (root.folder / ".moie" / "operations.jsonl").unlink()
    assert "events tell of 1 operation" in said(examined(root), "operations.jsonl", "problem")


def test_trust_and_odd_lines_of_the_log_are_notes(root: Root) -> None:
    lay(root.folder / "logs" / "events-2026-11-22.jsonl", "torn\n")
    checkup = examined(root)
    assert "nobody trusted this root" in said(checkup, "trust", "note")
    assert "are no events" in said(checkup, "logs", "note")
    root.trust()
    assert said(examined(root), "trust", "ok")
