"""`moie undo`: takes an operation back."""

from __future__ import annotations

from moie_tui.cli.acting import act
from moie_tui.cli.call import Call
from moie_tui.cli.options import Parser, add_acting


def configure(parser: Parser) -> None:
    """Which operation."""
    add_acting(parser, asks=True)
    parser.add_argument(
        "operation", nargs="?", metavar="OPERATION", help="its id; else the last one that was not cron's"
    )


def run(call: Call) -> int:
    """Asks, with what goes back in sight."""
    return act(call, "undo", asks=True, operation=call.options.operation)
