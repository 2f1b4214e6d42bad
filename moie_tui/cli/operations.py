"""`moie operations`: what was done, newest first."""

from __future__ import annotations

from datetime import datetime

from moie_tui.cli.call import Call
from moie_tui.cli.json_text import print_json
from moie_tui.cli.options import Parser, add_json
from moie_tui.cli.page import Line, table, text, write
from moie_tui.domain.errors import UsageError
from moie_tui.domain.health import ago
from moie_tui.domain.plan import OperationRecord
from moie_tui.domain.summary import operation_row

SHOWN = 30
"""How many a page for people shows without --limit."""


def configure(parser: Parser) -> None:
    """How many."""
    add_json(parser)
    parser.add_argument("--limit", type=int, metavar="N", help=f"the newest N (all in JSON, else {SHOWN})")


def run(call: Call) -> int:
    """One row for each, with the id `undo` takes."""
    workspace, limit = call.workspace(), call.options.limit
    if limit is not None and limit < 1:
        raise UsageError("--limit takes a number of at least 1")
    records, now = workspace.operations(), workspace.clock()
    if call.json:
        print_json([operation_row(one) for one in records[:limit]])
        return 0
    shown = records[: SHOWN if limit is None else limit]
    write(table([_row(one, now) for one in shown], right=(1,), indent=""))
    if not records:
        write([text("Nothing was done here yet.")])
    if len(shown) < len(records):
        write([text(f"{len(records) - len(shown)} older ones: --limit {len(records)}", "faint")])
    return 0


def _row(one: OperationRecord, now: datetime) -> tuple[Line, ...]:
    words = one.message or one.outcome or "interrupted"
    note = f"  (undone by {one.undone_by})" if one.undone_by else ""
    return (
        text(one.id, "faint" if one.undone_by else "strong"),
        text(ago(now - one.at)),
        text(one.kind),
        (*text(words, "failed" if one.outcome == "failed" or not one.finished else ""), *text(note, "faint")),
    )
