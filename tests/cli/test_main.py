from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

import moie_tui
from moie_tui.cli.main import COMMANDS, main, split

WORDS = {word: module for group in COMMANDS.values() for word, (module, _) in group.items()}


def test_the_help_names_every_command_with_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out.splitlines()
    for group in COMMANDS.values():
        for word, (_, line) in group.items():
            assert any(row.split()[:1] == [word] and row.endswith(line) for row in shown)


@pytest.mark.parametrize("word", WORDS)
def test_each_command_has_a_file_a_parser_and_its_own_help(
    word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([word, "--help"]) == 0
    assert f"usage: moie {word}" in capsys.readouterr().out
    assert callable(import_module(f"moie_tui.cli.{WORDS[word]}").run)


def test_the_version_goes_to_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"moie {moie_tui.__version__}\n"


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ([], ([], "", [])),
        (["status", "--json"], ([], "status", ["--json"])),
        (["--root", "a", "pulse", "--all"], (["--root", "a"], "pulse", ["--all"])),
        (["--root=a", "--read-only", "pulse"], (["--root=a", "--read-only"], "pulse", [])),
        (["--root", "status"], (["--root", "status"], "", [])),
    ],
)
def test_the_command_is_the_first_word_that_is_no_option(
    words: list[str], parts: tuple[list[str], str, list[str]]
) -> None:
    assert split(words) == parts


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["stauts"], "moie: there is no command 'stauts'; did you mean status?\n"),
        (["zzz"], "moie: there is no command 'zzz'; `moie --help` lists them\n"),
        (["status", "--colour"], "moie: unrecognized arguments: --colour; see `moie status --help`\n"),
        (["--root"], "moie: argument --root: expected one argument; see `moie --help`\n"),
        (
            ["--root", "a", "status", "--root", "b"],
            "moie: --root was given more than once; name one; only the dashboard takes several\n",
        ),
    ],
)
def test_a_wrong_call_is_one_line_and_exit_2(
    words: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert capsys.readouterr() == ("", line)


def test_a_folder_that_is_not_there_is_a_wrong_call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(tmp_path / "none"), "status"]) == 2
    assert "there is no such folder" in capsys.readouterr().err


def test_without_a_terminal_the_dashboard_is_refused_with_a_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(tmp_path)]) == 2
    assert "`moie status`" in capsys.readouterr().err
