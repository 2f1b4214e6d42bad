"""`moie backups`: the snapshots, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from moie_tui.cli.call import Call
from moie_tui.cli.json_text import print_json
from moie_tui.cli.options import Parser, add_json
from moie_tui.cli.page import Line, table, text, write
from moie_tui.domain.amounts import ago, size
from moie_tui.domain.snapshot import Snapshot
from moie_tui.domain.summary import snapshot_row
from moie_tui.tui import looks


def configure(parser: Parser) -> None:
    """JSON or text."""
    add_json(parser)


def run(call: Call) -> int:
    """One row for each."""
    workspace = call.workspace()
    snapshots, now = workspace.snapshots(), workspace.clock()
    if call.json:
        print_json([snapshot_row(one) for one in snapshots])
    elif snapshots:
        write(table([_row(one, now) for one in snapshots], right=(2, 4), indent=""))
        write([text(legend(snapshots), "faint")])
    else:
        write([text("No snapshot yet; `moie backup` takes one, and every pulse does.")])
    return 0


def legend(snapshots: Iterable[Snapshot]) -> str:
    """What the glyphs mean; what to do about damaged ones only where there are some."""
    words = looks.SNAPSHOTS
    if any(one.damaged for one in snapshots):
        words += ": `moie doctor --fix` heals it from the mirror or sets it aside"
    return words


def _row(one: Snapshot, now: datetime) -> tuple[Line, ...]:
    return (
        (looks.of_snapshot(one),),
        text(one.id, "strong"),
        text(ago(now - one.taken_at)),
        text(one.reason),
        text(size(one.size_bytes), "faint"),
        text(one.name, "faint"),
        (*text("damaged  " if one.damaged else "", "failed"), *text(one.note)),
    )
