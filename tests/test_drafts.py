"""The live document goes to the editor as it is, and comes back with all that is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from moie_tui.domain.errors import UsageError
from tests.builders import a_state
from tests.roots import Root


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Root:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return Root(tmp_path, a_state())


def test_a_draft_is_the_live_state_and_what_is_wrong_with_it_has_its_place(root: Root) -> None:
    drafts = root.workspace.drafts
    draft = drafts.begin()
    assert (draft.file, draft.base) == (root.name, root.bytes)
    assert drafts.look(draft).found.valid
    Path(draft.place).write_bytes(root.bytes.replace(b'"pending"', b"7").replace(b'"task"', b'"tsk"'))
    found = drafts.look(draft).found.errors
    assert [(one.line > 0, one.column > 0) for one in found] == [(True, True)] * len(found)
    assert {one.where for one in found} >= {"phases.0.jobs.0.status"}
    drafts.drop(draft)
    assert not Path(draft.place).exists()


def test_the_editor_of_the_operator_is_called(root: Root, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "sh -c 'printf typed > \"$1\"' sh")
    drafts = root.workspace.drafts
    draft = drafts.begin()
    drafts.edit(draft)
    assert drafts.look(draft).text == b"typed"


def test_a_broken_state_can_be_edited_and_a_missing_one_not(root: Root) -> None:
    root.do("backup")
    (root.folder / root.name).write_bytes(b"{")
    draft = root.workspace.drafts.begin()
    assert draft.base == b"{"
    (root.folder / root.name).unlink()
    with pytest.raises(UsageError, match="no state to edit"):
        root.workspace.drafts.begin()


def test_a_config_that_is_missing_begins_empty_and_is_held_against_its_schema(root: Root) -> None:
    drafts = root.workspace.drafts
    draft = drafts.begin("config")
    assert (draft.file, draft.base) == ("config.yaml", b"")
    Path(draft.place).write_text("heartbeat:\n  interval_minutes: often\n")
    (flaw,) = drafts.look(draft).found.errors
    assert (flaw.where, flaw.line) == ("heartbeat.interval_minutes", 2)
