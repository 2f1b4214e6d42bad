"""`moie resume`: lets pulses go on that are on hold."""

from __future__ import annotations

from moie_tui.cli.acting import act
from moie_tui.cli.call import Call
from moie_tui.cli.options import Parser, add_acting


def configure(parser: Parser) -> None:
    """Nothing but what every act has."""
    add_acting(parser)


def run(call: Call) -> int:
    """Takes the hold away."""
    return act(call, "resume")
