"""Which editor is called, and how it is waited for."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from moie_tui.domain.errors import Cancelled, OperationFailed, Refused
from moie_tui.processes.editor import edit_file, editor_command


def _there(*names: str) -> object:
    return lambda name: f"/usr/bin/{name}" if name in names else None


@pytest.mark.parametrize(
    ("environ", "there", "command"),
    [
        ({"VISUAL": "code --wait", "EDITOR": "vi"}, (), ["code", "--wait"]),
        ({"VISUAL": " ", "EDITOR": "'my editor' -n"}, (), ["my editor", "-n"]),
        ({}, ("nano", "vi"), ["nano"]),
        ({}, ("vi",), ["vi"]),
    ],
)
def test_visual_comes_before_editor_and_both_before_what_is_usual(
    environ: dict[str, str], there: tuple[str, ...], command: list[str]
) -> None:
    assert editor_command(environ, _there(*there)) == command


@pytest.mark.parametrize("environ", [{}, {"EDITOR": "'open"}])
def test_without_an_editor_it_is_said_how_to_name_one(environ: dict[str, str]) -> None:
    with pytest.raises(Refused) as error:
        editor_command(environ, _there())
    assert "EDITOR=nano" in error.value.fix


def test_the_editor_gets_the_path_and_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "a file"
    file.write_text("before")
    edit_file(["sh", "-c", 'printf after > "$1"', "sh"], str(file))
    assert file.read_text() == "after"


def test_a_code_other_than_0_is_giving_up_and_an_editor_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Cancelled, match="ended with 3"):
        edit_file(["sh", "-c", "exit 3"], str(tmp_path))
    with pytest.raises(OperationFailed, match="can't start the editor no-such-editor"):
        edit_file(["no-such-editor"], str(tmp_path))


def test_keys_that_signal_end_the_editor_and_not_us(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(Cancelled):
        edit_file(["sh", "-c", f"kill -INT {os.getpid()}; kill -INT $$"], str(tmp_path))
    assert signal.getsignal(signal.SIGINT) is before
