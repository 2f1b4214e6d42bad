"""The real program lends its terminal to an editor, and has it back whatever that does."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import a_job, a_phase, a_state
from tests.roots import Root
from tests.waiting import PATIENCE
from tests.wheel.terminal import Terminal, start

pytestmark = pytest.mark.long
EDITOR = """#!/bin/sh
tty >> "$0.log"; echo "I AM THE EDITOR"
read answer
[ "$answer" = give-up ] && exit 1
sed -i.old 's/Task 1.1/Task by hand/' "$1"
"""


@pytest.fixture
def root(tmp_path: Path) -> Root:
    return Root(tmp_path, a_state(a_phase(1, a_job("1.1"))))


@pytest.fixture
def terminal(root: Root, tmp_path: Path) -> Iterator[Terminal]:
    editor = tmp_path / "editor"
    editor.write_text(EDITOR)
    editor.chmod(0o755)
    more = {"VISUAL": str(editor), "MOIE_HOME": str(root.home), "TERM": "xterm-256color"}
    command = [sys.executable, "-m", "moie_tui", "--root", str(root.folder)]
    environ = {**os.environ, **more, "TMPDIR": str(tmp_path)}
    opened = start(command, columns=100, rows=30, cwd=tmp_path, env=environ, controlling=True)
    yield opened
    opened.end()


def _sees(terminal: Terminal, *words: str) -> None:
    seen = terminal.read_until(lambda: all(one in terminal.text for one in words), PATIENCE)
    assert seen, terminal.text[-2000:]


def test_an_edit_goes_from_the_editor_through_consent_into_the_state(root: Root, terminal: Terminal) -> None:
    _sees(terminal, "Task 1.1")
    terminal.press("E")
    _sees(terminal, "I AM THE EDITOR")
    terminal.press("go on\n")
    _sees(terminal, "Task by hand", "edit again")
    assert b"Task by hand" not in root.bytes
    terminal.consent(lambda: b"Task by hand" in root.bytes)
    _sees(terminal, "edited sovereign_state_v2.json")
    assert root.workspace.operations()[0].kind == "edit"


def test_an_editor_that_gives_up_leaves_a_screen_that_works(root: Root, terminal: Terminal) -> None:
    before = root.bytes
    _sees(terminal, "Task 1.1")
    terminal.press("E")
    _sees(terminal, "I AM THE EDITOR")
    terminal.press("give-up\n")
    _sees(terminal, "edit cancelled")  # what it says after that is broken where the toast ends
    for _ in range(15):  # a busy machine may still be taking its screen back
        terminal.press("?")
        if terminal.read_until(lambda: "Help" in terminal.text, 2):
            break
    _sees(terminal, "Help")
    assert root.bytes == before
