"""Small files, small classes, small functions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.checkout import ROOT, files, name_of, python_files, tree

LINES_OF_A_FILE = 300
LINES_OF_A_CLASS = 200
LINES_OF_A_FUNCTION = 50


def _too_long(path: Path, kinds: tuple[type[ast.AST], ...], limit: int) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and isinstance(
            node, kinds
        ):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > limit:
                yield f"{name_of(path)}:{node.lineno} {node.name} has {lines} lines"


def test_no_file_is_over_300_lines() -> None:
    lengths = {
        path: len(path.read_text(encoding="utf-8").splitlines()) for path in files(ROOT, ".py", ".tcss")
    }
    assert lengths
    assert [f"{name_of(path)} has {n}" for path, n in lengths.items() if n > LINES_OF_A_FILE] == []


@pytest.mark.parametrize(
    ("kinds", "limit"),
    [
        pytest.param((ast.ClassDef,), LINES_OF_A_CLASS, id="class"),
        pytest.param((ast.FunctionDef, ast.AsyncFunctionDef), LINES_OF_A_FUNCTION, id="function"),
    ],
)
def test_no_class_is_over_200_lines_and_no_function_over_50(
    kinds: tuple[type[ast.AST], ...], limit: int
) -> None:
    assert [offence for path in python_files() for offence in _too_long(path, kinds, limit)] == []
