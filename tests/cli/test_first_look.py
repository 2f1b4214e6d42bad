"""What is on the screen before the dashboard is: the top of the picture of `moie status`, cut to fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from moie_tui.cli import first_look
from moie_tui.cli.page import text, width
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root


def a_page(root: Root, columns: int = 80, rows: int = 24) -> list[str]:
    return first_look.page(root.workspace, columns, rows).split("\n")


@pytest.fixture
def coloured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_look, "wants_colour", lambda _: True)


def test_it_fits_the_screen_and_never_scrolls_it(tmp_path: Path) -> None:
    jobs = [a_job(f"1.{at}", "cyclic", task="A very long name " * 9) for at in range(1, 60)]
    root = Root(tmp_path, a_state(a_phase(1, *jobs)))
    lines = a_page(root, columns=40, rows=12)
    assert len(lines) == 12
    assert max(width(text(line)) for line in lines) == 40
    assert any("1.1" in line for line in lines)


def test_what_files_say_carries_no_orders_to_the_terminal(tmp_path: Path, coloured: None) -> None:
    phase = a_phase(1, a_job("1.1", "cyclic", task="evil\x1b[2J\x07\x9b31mjob"), name="fa\x1b]0;title\x07se")
    lines = "\n".join(a_page(Root(tmp_path, a_state(phase))))
    assert "evil" in lines
    codes = {one.split("m")[0] for one in lines.split("\x1b[")[1:]}
    assert codes <= {"0", "1", "2", "31", "32", "33", "35", "36"}
    assert not {"\x07", "\x9b", "]0;"} & set(lines)


def test_a_root_that_is_broken_says_so(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state())
    (root.folder / root.name).write_text("{")
    page = "\n".join(a_page(root))
    assert "The state can't be read" in page
    assert "sovereign_state_v2.json" in page


def test_without_a_screen_nothing_is_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    splash = first_look.first_look(Root(tmp_path, a_state()).workspace)
    assert splash.take_over() is None
    assert capsys.readouterr() == ("", "")
