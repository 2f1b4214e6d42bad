"""Every command that can be copied from the screen is one the command line takes."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from moie_tui.cli.main import main
from moie_tui.domain.commands import commands_for
from moie_tui.domain.executions import Execution
from moie_tui.domain.judge import judge
from moie_tui.domain.state import Phase
from tests.builders import a_job, a_phase, a_state
from tests.roots import NOON, Root

ACTING = ("rollback", "run", "undo", "verify")


def test_each_of_them_is_understood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MOIE_HOME", str(tmp_path / "home"))
    folder = tmp_path / "a folder"
    folder.mkdir()
    root = Root(folder, a_state(a_phase(1, a_job("1.1"), a_job("1 '2", "cyclic", command="true"))))
    root.trust().do("backup")
    root.do("run", job="1 '2")
    view = root.workspace.view()
    judged = judge(view, NOON).jobs[0]
    execution = view.health["1 '2"].executions[0]
    things = [
        view.snapshots[0], view.state.job("1.1"), judged, view.state.phases[0],
        view.operations[0], view.events[0], execution, None,
    ]  # fmt: skip
    commands = [one for thing in things for one in commands_for(thing, str(root.folder), "1 '2")]
    ours = [words for _, words in commands if words.startswith("moie ")]
    assert len(ours) >= 13
    for words in ours:
        more = ["--dry-run"] if shlex.split(words)[3] in ACTING[:3] else []
        assert main([*shlex.split(words)[1:], *more]) != 2, words
    capsys.readouterr()
    assert ("its verification command", "true") in commands
    assert ("its own command", "true") in commands


def test_what_has_no_words_of_its_own_leads_to_the_whole_picture() -> None:
    (whole,) = commands_for(Execution(NOON, "failure", 1), "/r")
    assert whole == ("the whole picture", "moie --root /r status")
    assert commands_for(Phase(1, "a", "b"), "/r")[0][1] == "moie --root /r verify --phase 1"
