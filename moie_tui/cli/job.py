"""`moie job`: says of one job that it is done, pending again, paused or going on."""

from __future__ import annotations

from moie_tui.cli.acting import act
from moie_tui.cli.call import Call
from moie_tui.cli.options import Parser, add_acting

CHANGES = {
    "done": "it is completed, and nobody proves it",
    "pending": "it is to be done (again); its attempts are counted anew",
    "pause": "pulses leave it alone",
    "resume": "they no longer do",
}


def configure(parser: Parser) -> None:
    """Which job, and what of it."""
    add_acting(parser)
    parser.add_argument("job", metavar="JOB", help="the job's id")
    words = "; ".join(f"{word}: {line}" for word, line in CHANGES.items())
    parser.add_argument("change", choices=tuple(CHANGES), metavar="|".join(CHANGES), help=words)


def run(call: Call) -> int:
    """Changes it."""
    return act(call, "job", job=call.options.job, change=call.options.change)
