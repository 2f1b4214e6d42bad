"""What the index costs, from within the product: `python -m tests.benchmarks.log_probe WHAT ROOT [TURNS]`.

`caught` prints how many ms reading the whole log takes, `parsed` what parsing each line alone does, `asked`
the ms of each question for 30 days once all is read."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from moie_tui.workspace import Workspace

MONTH = timedelta(days=30)


def caught(root: Path) -> None:
    """Counts the log from nothing."""
    shutil.rmtree(root / ".moie", ignore_errors=True)
    (root / ".moie").mkdir()
    Workspace.open(root).metrics(MONTH, patience=None)


def parsed(root: Path) -> None:
    """What a plain script does at least: JSON line by line, in the same pieces."""
    for path in sorted((root / "logs").iterdir()):
        with path.open("rb") as file:
            for line in file:
                json.loads(line)


def _spans(what: str, root: Path, turns: int) -> Iterator[float]:
    workspace = Workspace.open(root)
    if what == "asked":
        workspace.metrics(MONTH, patience=None)
    for _ in range(turns):
        begun = perf_counter()
        if what == "asked":
            workspace.metrics(MONTH, patience=None)
        else:
            {"caught": caught, "parsed": parsed}[what](root)
        yield (perf_counter() - begun) * 1000


if __name__ == "__main__":
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    for span in _spans(sys.argv[1], Path(sys.argv[2]), count):
        print(span)
