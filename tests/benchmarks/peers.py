"""`python -m tests.benchmarks.peers [--quick]`: the first paint of other programs on Textual.

They are looked for on PATH, each best in a venv of its own (`pipx install toolong`): nothing else here needs
them. What is not installed is named and left out."""

from __future__ import annotations

import argparse
import math
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.bare import READY
from tests.benchmarks.dashboard import Dashboard, bare, painted
from tests.benchmarks.page import PEERS, write
from tests.benchmarks.pair import Paired, paired
from tests.benchmarks.product import CHECKOUT, Product
from tests.benchmarks.results import Results
from tests.benchmarks.row import Bench, Row, Turn
from tests.benchmarks.terminal import Terminal

PATIENCE = 20.0
TURNS = 15


@dataclass(frozen=True)
class Peer:
    """Another program: its package, how it is started, and what it has written once it is drawn."""

    package: str
    command: tuple[str, ...]
    drawn: str


OTHERS = (
    Peer("toolong", ("tl", "LOG"), "taken"),
    Peer("harlequin", ("harlequin",), "Data Catalog"),
    Peer("posting", ("posting",), "Collection"),
    Peer("dolphie", ("dolphie", "--tab-setup"), "Credential Profile"),
)


def installed() -> Iterator[Peer]:
    """Those that can be measured; of the others it is said that they can't."""
    for peer in OTHERS:
        if shutil.which(peer.command[0]) is not None:
            yield peer
        else:
            print(f"{peer.package}: not installed: no `{peer.command[0]}` on PATH")


def rows(bench: Bench, dashboard: Dashboard) -> Iterator[Row]:
    """Ours, and each peer that is installed; the log that a peer opens is that of our root."""
    least = painted(lambda: bare(bench), READY)
    yield _row("moie, five panes, 20 jobs", painted(dashboard.opened, *dashboard.whole), least)
    log = max((dashboard.root / "logs").iterdir(), key=lambda path: path.stat().st_size)
    for peer in installed():
        words = [os.fspath(log) if word == "LOG" else word for word in peer.command]
        yield _row(peer.package, _drawn(bench, words, peer.drawn), least)


def _drawn(bench: Bench, words: list[str], drawn: str) -> Turn:
    environment = bench.product.environment | {"HOME": os.fspath(bench.folder)}

    def turn() -> float:
        with Terminal(words, bench.folder, environment) as terminal:
            return terminal.until(drawn, seconds=PATIENCE) * 1000

    return turn


def _row(name: str, ours: Turn, least: Turn) -> Row:
    return Row(name, ours, math.inf, least, "bare Textual", turns=TURNS)


def main() -> None:
    """Measures what there is, prints it and writes the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    before = os.getloadavg()[0]
    found: list[Paired] = []
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name), Product(CHECKOUT, Path(name) / "product"), asked.quick)
        for row in rows(bench, Dashboard(bench, "root", 20, 4, 100)):
            try:
                one = paired(row, quick=asked.quick)
            except (TimeoutError, OSError) as error:
                print(f"{row.name}: installed, but {str(error)[:80]}")
                continue
            found.append(one)
            print(
                f"{row.name}: {one.figure:,.0f} ms = {one.ratio:.2f} × bare Textual ({one.baseline:,.0f} ms)"
            )
    PEERS.unlink(missing_ok=True)
    Results.of(found, (before, os.getloadavg()[0])).write(PEERS)
    write()


if __name__ == "__main__":
    main()
