"""`moie jobs`: the cyclic jobs and how they are."""

from __future__ import annotations

from moie_tui.cli.call import Call
from moie_tui.cli.json_text import print_json
from moie_tui.cli.options import Parser, add_json
from moie_tui.cli.page import table, text, write
from moie_tui.cli.picture import JOB_NUMBERS, job_lines
from moie_tui.domain.judge import judge
from moie_tui.domain.unstarted import unstarted


def configure(parser: Parser) -> None:
    """JSON or text."""
    add_json(parser)


def run(call: Call) -> int:
    """The `jobs` of `status`."""
    workspace = call.workspace()
    view, now = workspace.readable_view(), workspace.clock()
    jobs = judge(view, now).jobs
    if call.json:
        print_json([job.as_json() for job in jobs])
    elif jobs:
        write(table(job_lines(jobs, now), right=JOB_NUMBERS, indent=""))
        idle = unstarted(view.state, view.settings) if view.state else {}
        write([text(f"job {key} {why}", "faint") for key, why in idle.items()])
    else:
        write([text("This root has no cyclic job; `moie record JOB success` records a run of any.")])
    return 0
