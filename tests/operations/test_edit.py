"""What was written in an editor is put into force by id, and taken back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from moie_tui.domain.errors import InvalidDocument, PlanOutdated, Refused
from moie_tui.domain.own_work import Tried
from moie_tui.domain.plan import Never, Outcome, Silent
from tests.builders import a_job, a_phase, a_state
from tests.roots import NOON, Root

STATE = a_state(a_phase(1, a_job("1.1"), a_job("1.2", "completed")), a_phase(2, a_job("2.1")))


def _bytes(document: object) -> bytes:
    return json.dumps(document, indent=2, ensure_ascii=False).encode()


def _edit(root: Root, text: bytes, base: bytes | None = None) -> Outcome:
    return root.do("edit", file=root.name, base=base or root.bytes, text=text)


def _with(root: Root, **values: Any) -> dict[str, Any]:
    """The state with values of job 1.1."""
    document = root.document
    document["phases"][0]["jobs"][0] |= values
    return document


def test_an_edit_shows_what_differs_by_id_and_is_undone_byte_for_byte(tmp_path: Path) -> None:
    root = Root(tmp_path, STATE)
    before, wanted = root.bytes, _with(root, status="completed", task="another")
    operation = root.workspace.operation("edit", file=root.name, base=before, text=_bytes(wanted) + b"\n")
    plan = operation.plan(NOON)
    assert [(one.target, one.before, one.after) for one in plan.effects] == [
        ("1.1 task", "Task 1.1", "another"),
        ("1.1", "pending", "completed"),
    ]
    outcome = _edit(root, _bytes(wanted) + b"\n")
    assert outcome.message == f"edited {root.name}: task of job 1.1: Task 1.1 → another and 1 other change"
    assert root.bytes == _bytes(wanted)
    root.do("undo")
    assert root.bytes == before


def test_what_others_wrote_meanwhile_stays_in_the_file_and_after_the_undo(tmp_path: Path) -> None:
    root = Root(tmp_path, STATE)
    base, wanted = root.bytes, _bytes(_with(root, task="mine"))
    theirs = root.document
    theirs["meta"] |= {"last_heartbeat": "2026-11-22T11:59:00.000Z", "operator": "theirs"}
    root.write(theirs)
    _edit(root, wanted, base)
    assert (root.document["meta"], _with(root)["phases"][0]["jobs"][0]["task"]) == (theirs["meta"], "mine")
    later = root.document
    later["meta"]["operator"] = "later"
    root.write(later)
    root.do("undo")
    assert root.document["meta"]["operator"] == "later"
    assert root.document["phases"] == STATE["phases"]


def test_a_conflict_is_refused_with_its_name_and_nothing_is_written(tmp_path: Path) -> None:
    root = Root(tmp_path, STATE)
    base, wanted = root.bytes, _bytes(_with(root, task="mine"))
    root.write(_with(root, task="theirs"))
    theirs = root.bytes
    with pytest.raises(Refused, match=r"task of job 1\.1: Task 1\.1 → mine"):
        _edit(root, wanted, base)
    assert root.bytes == theirs


def test_a_conflict_that_comes_after_consent_is_outdated_or_refused_and_never_overwritten(
    tmp_path: Path,
) -> None:
    root = Root(tmp_path, STATE)
    workspace, base = root.workspace, root.bytes
    operation = workspace.operation("edit", file=root.name, base=base, text=_bytes(_with(root, task="mine")))
    plan = operation.plan(NOON)
    root.write(_with(root, task="mine", status="completed"))
    with pytest.raises(PlanOutdated):
        operation.run(plan, root.clock, Silent(), Never())
    root.write(_with(root, task="theirs"))
    with pytest.raises(Refused):
        operation.run(plan, root.clock, Silent(), Never())
    assert root.document["phases"][0]["jobs"][0]["task"] == "theirs"


def test_nothing_but_the_layout_changed_is_unchanged_and_invalid_text_tells_the_place(tmp_path: Path) -> None:
    root = Root(tmp_path, STATE)
    before = root.bytes
    assert _edit(root, json.dumps(root.document).encode()).outcome == "unchanged"
    with pytest.raises(InvalidDocument) as error:
        _edit(root, before.replace(b'"status": "pending"', b'"status": 7', 1))
    assert error.value.line_number == 20
    assert root.bytes == before
    assert not (root.folder / ".moie" / "operations.jsonl").exists()


def test_new_shell_code_is_warned_of_and_a_new_status_begins_its_attempts_anew(tmp_path: Path) -> None:
    root = Root(tmp_path, STATE)
    stores = root.workspace.stores
    stores.attempts.note("1.1", Tried("true", 3, NOON))
    document = _with(root, status="again", verification_cmd="rm -rf build")
    operation = root.workspace.operation("edit", file=root.name, base=root.bytes, text=_bytes(document))
    assert "shell code of 1.1 verification_cmd changes" in operation.plan(NOON).warnings
    _edit(root, _bytes(document))
    assert root.workspace.stores.attempts.of("1.1") is None


def test_a_state_that_cant_be_read_is_mended_kept_in_quarantine_and_undo_says_no(tmp_path: Path) -> None:
    root = Root(tmp_path, STATE)
    root.do("backup")
    good, broken = root.bytes, root.bytes.replace(b"]", b"", 1)
    (root.folder / root.name).write_bytes(broken)
    wanted = _bytes({**STATE, "extra": 1})
    operation = root.workspace.operation("edit", file=root.name, base=broken, text=wanted)
    plan = operation.plan(NOON)
    assert plan.effects[0].before == "unreadable"
    assert [one.target for one in plan.compared] == ["extra"]
    _edit(root, wanted, broken)
    assert root.bytes == wanted
    (kept,) = (root.folder / ".moie" / "quarantine").iterdir()
    assert kept.read_bytes() == broken
    (root.folder / root.name).write_bytes(good)
    with pytest.raises(Refused, match="was changed since"):
        _edit(root, wanted, broken)


def test_another_version_that_became_live_meanwhile_is_refused(tmp_path: Path) -> None:
    root = Root(tmp_path, STATE)
    base = root.bytes
    root.do("migrate", to=3)
    with pytest.raises(Refused, match="is the live state now"):
        _edit(root, base, base)
