"""The files of this checkout, as the rules of the house look at them."""

from __future__ import annotations

import ast
import os
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from moie_tui.values import dataclass

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "moie_tui"

_MADE = {"__pycache__", "build", "dist", "node_modules"}
_KEPT_DOT_FOLDERS = {".ci", ".github"}


def files(folder: Path, *suffixes: str) -> Iterator[Path]:
    """Every file under `folder` that a person wrote, with one of `suffixes` if any are given."""
    for path in _in_git() or _on_disk():
        if folder in path.parents and (not suffixes or path.name.endswith(suffixes)):
            yield path


@cache
def _in_git() -> tuple[Path, ...]:
    """What git has or would take; nothing where this is no checkout."""
    listing = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        told = subprocess.run(listing, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ()
    return tuple(path for name in sorted(told.stdout.decode().split("\0")) if (path := ROOT / name).is_file())


@cache
def _on_disk() -> tuple[Path, ...]:
    return tuple(_walked())


def _walked() -> Iterator[Path]:
    for here, folders, names in os.walk(ROOT):
        folders[:] = sorted(
            name
            for name in folders
            if name not in _MADE and (not name.startswith(".") or name in _KEPT_DOT_FOLDERS)
        )
        for name in sorted(names):
            yield Path(here) / name


def python_files() -> list[Path]:
    """Every Python file of the package, the tests and the tools."""
    return list(files(ROOT, ".py"))


def tree(path: Path) -> ast.Module:
    """The syntax tree of one Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@dataclass(frozen=True)
class Definition:
    """A class or function of a file."""

    name: str
    line: int
    lines: int
    is_class: bool


@cache
def facts(path: Path) -> tuple[tuple[Definition, ...], frozenset[str]]:
    """What one Python file defines, and the top-level names it imports; its tree would be large to keep."""
    module = tree(path)
    defined = tuple(
        Definition(
            one.name, one.lineno, (one.end_lineno or 0) - one.lineno + 1, isinstance(one, ast.ClassDef)
        )
        for one in ast.walk(module)
        if isinstance(one, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
    )
    return defined, frozenset(imported(module))


def name_of(path: Path) -> str:
    """The path as said in a failure: relative to the checkout, with forward slashes."""
    return path.relative_to(ROOT).as_posix()


def imported(module: ast.Module) -> set[str]:
    """Top-level names of all absolute imports of a module, wherever in the file they stand."""
    names: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.partition(".")[0])
    return names


@cache
def pyproject() -> dict[str, Any]:
    """The parsed pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
