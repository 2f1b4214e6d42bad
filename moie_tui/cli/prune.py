"""`moie prune`: removes the snapshots that no tier of retention wants."""

from __future__ import annotations

from moie_tui.cli.acting import act
from moie_tui.cli.call import Call
from moie_tui.cli.options import Parser, add_acting


def configure(parser: Parser) -> None:
    """The shared options of acting commands."""
    add_acting(parser, asks=True, scheduled=True)


def run(call: Call) -> int:
    """Asks, with every snapshot that would go in sight."""
    return act(call, "prune", asks=True, scheduled=call.options.scheduled)
