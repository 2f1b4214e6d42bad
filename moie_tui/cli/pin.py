"""`moie pin` and `moie unpin`: whether retention may remove a snapshot."""

from __future__ import annotations

from moie_tui.cli.acting import act
from moie_tui.cli.call import Call
from moie_tui.cli.options import Parser, add_acting, add_snapshot


def configure(parser: Parser) -> None:
    """Which snapshot."""
    add_acting(parser)
    add_snapshot(parser)


def run(call: Call) -> int:
    """Sets or clears the pin, as the command's word says."""
    return act(call, "pin", snapshot=call.options.snapshot, pinned=call.command == "pin")
