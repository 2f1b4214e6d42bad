"""`python -m tests.benchmarks [--quick] [--only WORD]… [--write]`: measures every row, as `make bench`."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from time import monotonic

from tests.benchmarks.page import RESULTS, write
from tests.benchmarks.pair import Paired, paired
from tests.benchmarks.product import CHECKOUT, Product
from tests.benchmarks.results import Results
from tests.benchmarks.row import Bench, Row, Rows

MODULES = sorted(Path(__file__).parent.glob("rows_*.py"))


def chosen(bench: Bench, only: Sequence[str]) -> Iterator[Row]:
    """The rows of every module, or those whose module or name has one of the words."""
    named = [path for path in MODULES if any(word in path.stem for word in only)]
    for path in named or MODULES:
        rows: Rows = import_module(f"tests.benchmarks.{path.stem}").rows
        folder = bench.folder / path.stem
        folder.mkdir()
        for row in rows(Bench(folder, bench.product, bench.quick)):
            wanted = named or not only or any(word in row.name for word in only)
            if wanted and not (bench.quick and row.slow):
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
    """Measures, prints each row as soon as it is known, and writes the page if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few turns, without the slow rows")
    parser.add_argument("--only", action="append", default=[], help="rows whose name or module has this")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    asked = parser.parse_args()
    before, begun = os.getloadavg()[0], monotonic()
    if asked.write and not asked.quick and not asked.only:
        RESULTS.unlink(missing_ok=True)  # rows that are no more would stay in the table
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name), Product(CHECKOUT, Path(name) / "product"), asked.quick)
        for row in chosen(bench, asked.only):
            one = paired(row, quick=asked.quick)
            print(f"{(monotonic() - begun) / 60:4.1f} min  {line(one)}", flush=True)
            if asked.write:
                Results.of([one], (before, os.getloadavg()[0])).write(RESULTS)
                write()


if __name__ == "__main__":
    main()
