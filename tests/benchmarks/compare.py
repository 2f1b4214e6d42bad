"""`python -m tests.benchmarks.compare REV [--quick] [--only WORD]…`: what got slower since a commit.

Today's rows are measured with today's package and with that of REV, taking turns."""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import replace
from pathlib import Path

from tests.benchmarks.__main__ import chosen
from tests.benchmarks.pair import Paired, paired
from tests.benchmarks.product import CHECKOUT, Product
from tests.benchmarks.row import Bench, Row

NOISE = 0.1
"""Less than this share apart is no difference: two equal checkouts are measured so far apart too."""


def against(row: Row, then: Row, revision: str) -> Row:
    """The row with that of another commit as its baseline."""
    worst = 1 / (1 + NOISE) if row.more else 1 + NOISE
    return replace(row, baseline=then.ours, against=revision, target=worst, stretch=None)


def verdict(one: Paired) -> str:
    """`slower`, `faster` or `same`: where even the middle half of the pairs lies beyond the noise."""
    low, high = one.spread
    if one.row.more:
        low, high = 1 / high, 1 / low
    assert one.ratio is not None
    middle = 1 / one.ratio if one.row.more else one.ratio
    if middle > 1 + NOISE and low > 1:
        return "slower"
    return "faster" if middle < 1 - NOISE and high < 1 else "same"


def checked_out(revision: str, folder: Path) -> Path:
    """The package of a commit, unpacked."""
    words = ["git", "archive", revision, "moie_tui", "styles", "pyproject.toml"]
    data = subprocess.run(words, cwd=CHECKOUT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def main() -> int:
    """Measures and prints; 1 when something got slower."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("revision")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", action="append", default=[])
    asked = parser.parse_args()
    slower = 0
    with tempfile.TemporaryDirectory() as name:
        benches = []
        for side in ("now", "then"):
            home = Path(name) / side
            source = CHECKOUT if side == "now" else checked_out(asked.revision, Path(name) / "source")
            (home / "rows").mkdir(parents=True)
            benches.append(Bench(home / "rows", Product(source, home / "product"), asked.quick))
        both = (chosen(bench, asked.only) for bench in benches)
        for row, then in zip(*both, strict=True):
            one = paired(against(row, then, asked.revision), quick=asked.quick)
            found = verdict(one)
            slower += found == "slower"
            low, high = one.spread
            print(f"{found:6} {one.ratio:5.2f} ({low:.2f}–{high:.2f})  {row.name}", flush=True)
    print(f"{slower} rows got slower")
    return 1 if slower else 0


if __name__ == "__main__":
    sys.exit(main())
