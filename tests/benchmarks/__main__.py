"""`python -m tests.benchmarks [--quick] [--only WORD]…`: measures every row; what `make bench` does."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

from tests.benchmarks.pair import Paired, paired
from tests.benchmarks.product import CHECKOUT, Product
from tests.benchmarks.row import Bench, Row, Rows

MODULES = sorted(Path(__file__).parent.glob("rows_*.py"))


def chosen(bench: Bench, only: Sequence[str]) -> Iterator[Row]:
    """The rows of every module, or those whose name or module has one of the words."""
    for path in MODULES:
        rows: Rows = import_module(f"tests.benchmarks.{path.stem}").rows
        folder = bench.folder / path.stem
        folder.mkdir()
        for row in rows(Bench(folder, bench.product, bench.quick)):
            named = not only or any(word in row.name or word in path.stem for word in only)
            if named and not (bench.quick and row.slow):
                yield row


def line(one: Paired) -> str:
    """A measured row on one line."""
    low, top = one.spread
    row = one.row
    said = f"{one.figure:,.4g} {row.unit}"
    if one.ratio is not None:
        said += f" = {one.ratio:.2f} × {row.against} ({one.baseline:,.4g})"
    mark = "✓" if one.meets(row.target) else "✗"
    return f"{mark} {row.name}: {said}, {low:.4g}–{top:.4g}, {'≥' if row.more else '≤'} {row.target:g}"


def main() -> None:
    """Measures, and prints each row as soon as it is known."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few turns, without the slow rows")
    parser.add_argument("--only", action="append", default=[], help="rows whose name or module has this")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name), Product(CHECKOUT, Path(name) / "product"), asked.quick)
        for row in chosen(bench, asked.only):
            print(line(paired(row, quick=asked.quick)), flush=True)


if __name__ == "__main__":
    main()
