"""`moie backup`: a snapshot by hand."""

from __future__ import annotations

from moie_tui.cli.acting import REPLANS, act
from moie_tui.cli.call import Call
from moie_tui.cli.options import Parser, add_acting


def configure(parser: Parser) -> None:
    """`--note` and `--pin`."""
    add_acting(parser, scheduled=True)
    parser.add_argument("--note", default="", metavar="TEXT", help="why it was taken")
    parser.add_argument(
        "--pin", action="boolean", default=True, help="keep it for ever (as it is without a word)"
    )


def run(call: Call) -> int:
    """Takes it."""
    options = call.options
    return act(
        call, "backup", replans=REPLANS, note=options.note, pin=options.pin, scheduled=options.scheduled
    )
