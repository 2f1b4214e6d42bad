"""`moie archive`: packs a whole root into one file."""

from __future__ import annotations

from pathlib import Path

from moie_tui.cli.acting import act
from moie_tui.cli.call import Call
from moie_tui.cli.options import Parser, add_acting


def configure(parser: Parser) -> None:
    """Into which file."""
    add_acting(parser, scheduled=True)
    parser.add_argument("file", metavar="FILE", help="the .tar.gz to make; refused when it is there")


def run(call: Call) -> int:
    """Packs it."""
    return act(call, "archive", file=Path(call.options.file).expanduser().absolute())
