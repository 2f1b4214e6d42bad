"""`moie record`: writes down one execution of a job."""

from __future__ import annotations

from moie_tui.cli.acting import act
from moie_tui.cli.call import Call
from moie_tui.cli.options import Parser, add_acting


def configure(parser: Parser) -> None:
    """The job, its result, how long it took and why it failed."""
    add_acting(parser, scheduled=True)
    parser.add_argument("job", metavar="JOB", help="the job's id")
    parser.add_argument("result", choices=("success", "failure"), help="how it ended")
    parser.add_argument("--duration-ms", type=float, default=0, metavar="N", help="how long it took")
    parser.add_argument("--error", metavar="TEXT", help="why it failed")


def run(call: Call) -> int:
    """Records it as ended now."""
    options = call.options
    return act(
        call,
        "record",
        job=options.job,
        status=options.result,
        duration_ms=options.duration_ms,
        error=options.error,
        scheduled=options.scheduled,
    )
