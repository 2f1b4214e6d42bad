"""Small files, small classes, small functions."""

from __future__ import annotations

from tests.house.checkout import ROOT, facts, files, name_of, python_files

LINES_OF_A_FILE = 300
LINES_OF_A_CLASS = 200
LINES_OF_A_FUNCTION = 50


def test_no_file_is_over_300_lines() -> None:
    lengths = {
        path: len(path.read_text(encoding="utf-8").splitlines()) for path in files(ROOT, ".py", ".tcss")
    }
    assert lengths
    assert [f"{name_of(path)} has {n}" for path, n in lengths.items() if n > LINES_OF_A_FILE] == []


def test_no_class_is_over_200_lines_and_no_function_over_50() -> None:
    too_long = [
        f"{name_of(path)}:{one.line} {one.name} has {one.lines} lines"
        for path in python_files()
        for one in facts(path)[0]
        if one.lines > (LINES_OF_A_CLASS if one.is_class else LINES_OF_A_FUNCTION)
    ]
    assert too_long == []
