"""`moie history JOB --run`, `--follow` and `--diff`: what runs printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moie_tui.cli.call import Call
from moie_tui.cli.json_text import print_json
from moie_tui.cli.page import text, write
from moie_tui.domain.errors import UsageError
from moie_tui.domain.output_lines import lines_in

if TYPE_CHECKING:
    from moie_tui.domain.run import Run
    from moie_tui.workspace import Workspace

_LATEST = "latest"


def outputs(call: Call) -> int:
    """One run, two compared, or those to come."""
    options, workspace = call.options, call.workspace()
    if options.follow and call.json:
        raise UsageError("--follow prints text as it comes, not JSON", fix="leave out --json")
    if options.diff and (options.run or options.follow):
        raise UsageError("--diff names its runs itself", fix="leave out --run and --follow")
    workspace.require_root()
    if options.diff:
        return _compared(call, workspace, *(_named(workspace, options.job, one) for one in options.diff))
    if options.follow:
        from moie_tui.cli.follow import follow, follow_run

        if not options.run:
            return follow(workspace, options.job)
        follow_run(workspace, _named(workspace, options.job, options.run))
        return 0
    return _shown(call, workspace, _named(workspace, options.job, options.run))


def _shown(call: Call, workspace: Workspace, run: Run) -> int:
    said, _ = workspace.run_log(run.job, run.id)
    if call.json:
        print_json(run.as_json() | {"output": said})
        return 0
    from moie_tui.cli.run_text import end_line, head_line

    write([head_line(run, workspace.clock(), workspace.stores.zone)])
    write(text(line) for line in lines_in(said))
    write([end_line(run)])
    return 0


def _compared(call: Call, workspace: Workspace, older: Run, newer: Run) -> int:
    before, now = (lines_in(workspace.run_log(one.job, one.id)[0]) for one in (older, newer))
    if call.json:
        from moie_tui.domain.output_diff import output_diff

        rows = [{"mark": line.mark, "text": line.text} for line in output_diff(before, now)]
        print_json({"job": older.job, "runs": [older.id, newer.id], "lines": rows})
        return 0
    from moie_tui.cli.run_text import diff_lines

    write([text(f"--- run {older.id}", "failed"), text(f"+++ run {newer.id}", "ok")])
    lines = list(diff_lines(before, now))
    write(lines or [text("Both printed the same.", "faint")])
    return 0


def _named(workspace: Workspace, job: str, name: str) -> Run:
    """A run by its id, or the newest."""
    for run in workspace.runs(job):
        if name in (run.id, _LATEST):
            return run
    raise UsageError(f"job {job} has no run {name}", fix=f"`moie history {job}` lists those that are kept")
