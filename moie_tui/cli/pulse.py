"""`moie pulse`: one heartbeat, or as many as succeed."""

from __future__ import annotations

from moie_tui.cli.acting import REPLANS, act
from moie_tui.cli.call import Call
from moie_tui.cli.options import Parser, add_acting


def configure(parser: Parser) -> None:
    """`--all`, and what cron needs."""
    add_acting(parser, scheduled=True)
    parser.add_argument("--all", action="store_true", help="go on while steps succeed")


def run(call: Call) -> int:
    """Beats; busy at once (exit 4) when another one does."""
    options = call.options
    return act(
        call,
        "pulse",
        replans=REPLANS,
        detail={"phase": None, "job": None, "started": []},
        repeat=options.all,
        scheduled=options.scheduled,
    )
