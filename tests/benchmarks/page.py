"""`python -m tests.benchmarks.page`: puts what was measured into docs/performance.md and its two pictures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.benchmarks.plots import curves, strips
from tests.benchmarks.product import CHECKOUT
from tests.benchmarks.results import Results

DOCUMENT = CHECKOUT / "docs" / "performance.md"
BUILD = CHECKOUT / "build"
RESULTS, GROWTH, PEERS = BUILD / "bench.json", BUILD / "growth.json", BUILD / "peers.json"


def table(results: Results) -> str:
    """The rows in Markdown."""
    lines = ["| what | measured | against | ratio (middle half) | target | |", "|---|---|---|---|---|---|"]
    lines += [_line(row) for row in results.rows]
    met = sum(row["met"] for row in results.rows)
    said = f"{results.at}, {results.machine}. {met} of {len(results.rows)} rows meet their target."
    return "\n".join([said, "", *lines, "", "![each row on the way to its target](pictures/rows.svg)"])


def _line(row: Mapping[str, Any]) -> str:
    counted = f"{_short(row['figure'])} {row['unit']}{' p95' if row['tail'] else ''}"
    low, high = map(_short, row["spread"])
    if row["ratio"] is None:
        ratio, other = f"({low}–{high})", "—"
    else:
        ratio = f"**{row['ratio']:.2f}** ({low}–{high})"
        other = f"{row['against']}, {_short(row['baseline'])} {row['unit']}"
    target = f"{'≥' if row['more'] else '≤'} {_short(row['target'])}"
    if row["ratio"] is None:
        target += f" {row['unit']}"
    if row["stretch"] is not None:
        target += f"; stretch {row['stretch']:g}"
    return f"| {row['name']} | {counted} | {other} | {ratio} | {target} | {'✓' if row['met'] else '✗'} |"


def peers_table(results: Results) -> str:
    """The first paint of other programs, ours among them."""
    lines = [
        f"{results.at}, {results.machine}.",
        "",
        "| what | until it is drawn | × bare Textual |",
        "|---|---|---|",
    ]
    lines += [
        f"| {row['name']} | {_short(row['figure'])} ms | **{row['ratio']:.2f}** "
        f"({_short(row['spread'][0])}–{_short(row['spread'][1])}) |"
        for row in results.rows
    ]
    return "\n".join(lines)


def growth_table(found: list[dict[str, Any]]) -> str:
    """What ten times as much costs."""
    lines = ["| what | from | to | ms | dearest tenfold step |", "|---|---|---|---|---|"]
    for one in found:
        spans = " → ".join(_short(span) for span in one["spans"])
        sizes = one["sizes"]
        lines.append(
            f"| {one['name']} | {sizes[0]:,} | {sizes[-1]:,} {one['of']} | {spans} | ×{one['tenfold']:.1f} |"
        )
    return "\n".join([*lines, "", "![what growth costs](pictures/growth.svg)"])


def _short(figure: float) -> str:
    if figure >= 1000:
        return f"{figure:,.0f}"
    return f"{figure:.3g}"


def between(document: str, name: str, new: str) -> str:
    """The document with `new` between the markers of that name."""
    begin, end = f"<!-- {name}: written by `make bench` -->", f"<!-- end of {name} -->"
    before, found, rest = document.partition(begin)
    _, ended, after = rest.partition(end)
    if not found or not ended:
        raise ValueError(f"the document has no {begin!r} … {end!r}")
    return f"{before}{begin}\n\n{new}\n\n{end}{after}"


def write(
    document: Path = DOCUMENT, results: Path = RESULTS, growth: Path = GROWTH, peers: Path = PEERS
) -> None:
    """Puts in what there is of each."""
    text = document.read_text(encoding="utf-8")
    pictures = document.parent / "pictures"
    pictures.mkdir(exist_ok=True)
    if results.exists():
        found = Results.read(results)
        text = between(text, "rows", table(found))
        (pictures / "rows.svg").write_text(strips(found.rows), encoding="utf-8")
    if growth.exists():
        grown = json.loads(growth.read_text())
        text = between(text, "growth", growth_table(grown))
        (pictures / "growth.svg").write_text(curves(grown), encoding="utf-8")
    if peers.exists():
        text = between(text, "peers", peers_table(Results.read(peers)))
    document.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
