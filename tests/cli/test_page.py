from __future__ import annotations

import io

import pytest

from moie_tui.cli.page import table, text, width, write


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _written(stream: io.StringIO, *lines: tuple[tuple[str, str], ...]) -> str:
    write(lines, stream)
    return stream.getvalue()


def test_columns_stand_below_each_other_and_numbers_flush_right() -> None:
    rows = [(text("a"), text("1"), text("x")), (text("long"), text("100"), text("y"))]
    assert _written(io.StringIO(), *table(rows, right=(1,))) == "  a       1  x\n  long  100  y\n"


def test_wide_characters_take_two_cells_and_accents_none() -> None:
    assert width(text("部分")) == 4
    assert width(text("e\u0301")) == 1


def test_a_terminal_gets_colour_and_a_pipe_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert _written(Terminal(), text("late", "late")) == "\x1b[33mlate\x1b[0m\n"
    assert _written(io.StringIO(), text("late", "late")) == "late\n"


def test_no_color_and_a_dumb_terminal_are_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert _written(Terminal(), text("late", "late")) == "late\n"
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert _written(Terminal(), text("late", "late")) == "late\n"


def test_nothing_but_printable_text_is_written_even_when_a_piece_was_made_by_hand() -> None:
    assert _written(io.StringIO(), (("\x1b[31mred\x07\nnext", ""),)) == "red next\n"
