"""`moie migrate`: brings the state to another schema version."""

from __future__ import annotations

from moie_tui.cli.acting import act
from moie_tui.cli.call import Call
from moie_tui.cli.options import Parser, add_acting
from moie_tui.domain.state import LATEST_VERSION


def configure(parser: Parser) -> None:
    """Where to, and whether a file that is there may go."""
    add_acting(parser, asks=True)
    parser.add_argument(
        "--to",
        type=int,
        default=LATEST_VERSION,
        choices=range(1, LATEST_VERSION + 1),
        help=f"the version (default {LATEST_VERSION})",
    )
    parser.add_argument("--replace", action="store_true", help="replace another file of that version")


def run(call: Call) -> int:
    """Asks, with every change in sight."""
    return act(call, "migrate", asks=True, to=call.options.to, replace=call.options.replace)
