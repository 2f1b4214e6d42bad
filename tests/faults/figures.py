"""Figures that tests report, as JSON lines in the file that FAULTS_FIGURES names."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.faults.rows import NAMES

Measured = dict[str, int | float | str]


def report(row: str, measured: Measured) -> None:
    """Append what one test measured for a row; shown only when no file is named."""
    if row not in NAMES:
        raise KeyError(f"{row!r} is no row of tests/faults/rows.py")
    line = json.dumps({"row": row, "measured": measured})
    print(line)
    if path := os.environ.get("FAULTS_FIGURES"):
        with open(path, "a", encoding="utf-8") as file:
            file.write(line + "\n")


def read(path: Path) -> Iterator[tuple[str, Measured]]:
    """Row and figures of every report."""
    for line in path.read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        yield raw["row"], raw["measured"]


def together(reports: Iterable[Measured]) -> Measured:
    """The figures of all tests of a row: counts add up, of floats the largest counts, texts are listed."""
    whole: Measured = {}
    for measured in reports:
        for key, value in measured.items():
            before = whole.get(key)
            if before is None:
                whole[key] = value
            elif isinstance(before, str):
                known = before.split("; ")
                whole[key] = before if value in known else "; ".join([*known, str(value)])
            elif isinstance(before, float) or isinstance(value, float):
                whole[key] = max(float(before), float(value))
            else:
                whole[key] = before + int(value)
    return whole


def as_text(measured: Measured) -> str:
    """`2,400 kills, 0 corrupt`: numbers with their names, underscores as spaces; a text after its name."""
    return ", ".join(_part(key.replace("_", " "), value) for key, value in measured.items())


def _part(name: str, value: float | str) -> str:
    if isinstance(value, str):
        return f"{name}: {value}"
    return f"{value:,} {name}" if isinstance(value, int) else f"{value:,.2f} {name}"
