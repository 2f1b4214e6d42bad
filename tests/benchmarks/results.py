"""What was measured, kept as JSON: `build/bench.json`."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.benchmarks.pair import Paired

KEPT = ("name", "against", "unit", "target", "stretch", "tail", "more")


@dataclass(frozen=True)
class Results:
    """Rows as they were measured, on which machine and when."""

    machine: str
    at: str
    rows: list[dict[str, Any]]

    @classmethod
    def of(cls, found: Sequence[Paired], load: tuple[float, float]) -> Results:
        """`load` is that of the machine before and after."""
        said = f"{machine()}; load {load[0]:.1f} before, {load[1]:.1f} after"
        return cls(said, f"{datetime.now(UTC):%Y-%m-%d}", [_row(one) for one in found])

    def write(self, path: Path) -> None:
        """Beside what was measured before: rows that were measured now take the place of older ones."""
        known = {row["name"]: row for row in Results.read(path).rows} if path.exists() else {}
        rows = [*(known | {row["name"]: row for row in self.rows}).values()]
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"machine": self.machine, "at": self.at, "rows": rows}, indent=1))

    @classmethod
    def read(cls, path: Path) -> Results:
        """As it was written."""
        raw = json.loads(path.read_text())
        return cls(raw["machine"], raw["at"], raw["rows"])


def _row(one: Paired) -> dict[str, Any]:
    counted = {"figure": one.figure, "baseline": one.baseline, "ratio": one.ratio, "spread": one.spread}
    verdicts = {"met": one.meets(one.row.target), "turns": len(one.ours)}
    figures = {"ours": one.ours, "theirs": one.theirs}
    return {key: getattr(one.row, key) for key in KEPT} | counted | verdicts | figures


def machine() -> str:
    """The machine in a few words."""
    system = f"{platform.system()} {platform.machine()}"
    return f"{os.cpu_count()} cores, {system}, Python {platform.python_version()}"
