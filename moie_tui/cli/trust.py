"""`moie trust`: shows every command of a root, and records the consent to run them."""

from __future__ import annotations

from moie_tui.cli.acting import act
from moie_tui.cli.call import Call
from moie_tui.cli.options import Parser, add_acting


def configure(parser: Parser) -> None:
    """The shared options of acting commands."""
    add_acting(parser, asks=True)


def run(call: Call) -> int:
    """Asks, with every command in sight."""
    return act(call, "trust", asks=True)
