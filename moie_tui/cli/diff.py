"""`moie diff`: what changed from one snapshot to another, or to now."""

from __future__ import annotations

from moie_tui.cli.call import Call
from moie_tui.cli.json_text import print_json
from moie_tui.cli.options import Parser, add_json
from moie_tui.cli.page import text, write
from moie_tui.cli.plan_text import effect_lines


def configure(parser: Parser) -> None:
    """The two ends."""
    add_json(parser)
    words = "a snapshot: id, file name or latest (the default)"
    parser.add_argument("before", nargs="?", default="latest", metavar="A", help=words)
    parser.add_argument("after", nargs="?", metavar="B", help="another one; else the state as it is now")


def run(call: Call) -> int:
    """Each difference by id, losses first."""
    effects = call.workspace().snapshot_diff(call.options.before, call.options.after or "")
    if call.json:
        print_json({"effects": [effect.as_json() for effect in effects]})
    else:
        write(effect_lines(effects) if effects else [text("No difference.")])
    return 0
