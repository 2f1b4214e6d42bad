"""`moie rollback`: puts the state back to a snapshot."""

from __future__ import annotations

from moie_tui.cli.acting import act
from moie_tui.cli.call import Call
from moie_tui.cli.options import Parser, add_acting, add_snapshot


def configure(parser: Parser) -> None:
    """Which snapshot, and whether pulses go on."""
    add_acting(parser, asks=True)
    add_snapshot(parser)
    parser.add_argument("--hold", action="store_true", help="put pulses on hold with it, until you resume")


def run(call: Call) -> int:
    """Asks, with what would be lost in sight."""
    return act(call, "rollback", asks=True, snapshot=call.options.snapshot, hold=call.options.hold)
