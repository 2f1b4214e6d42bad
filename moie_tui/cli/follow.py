"""Following the runs of a job, whoever started them, as `tail -f` follows a file."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING

from moie_tui.cli.page import text, write
from moie_tui.cli.run_text import end_line, head_line
from moie_tui.domain.output_lines import OutputLines

if TYPE_CHECKING:
    from moie_tui.domain.run import Run
    from moie_tui.workspace import Workspace

LOOK_SECONDS, WAIT_SECONDS = 0.1, 0.5
INTERRUPTED = 130
_NEWEST = 10


def follow(workspace: Workspace, job: str) -> int:
    """Shows what goes on now, then each run that follows, until it is interrupted."""
    try:
        for run in _coming(workspace, job):
            follow_run(workspace, run)
    except KeyboardInterrupt:
        pass  # how one leaves, as with `tail -f`
    return INTERRUPTED


def follow_run(workspace: Workspace, run: Run) -> None:
    """Shows the output of one run as it comes, from its beginning to its end."""
    write([head_line(run, workspace.clock(), workspace.stores.zone)])
    lines, offset = OutputLines(), 0
    while True:
        # Asked first: what it says after that look is read the next time.
        going = any(one.id == run.id and not one.ending for one in workspace.runs(run.job, 0))
        piece, offset = workspace.run_log(run.job, run.id, offset)
        write(text(line) for line in lines.take(piece))
        sys.stdout.flush()
        if not going:
            break
        time.sleep(LOOK_SECONDS)
    if lines.unfinished:
        write([text(lines.unfinished)])
    run = next((one for one in workspace.runs(run.job) if one.id == run.id), run)
    write([end_line(run, "how it ended is not kept")])
    sys.stdout.flush()


def _coming(workspace: Workspace, job: str) -> Iterator[Run]:
    """The runs that go on, oldest first, then without end those that begin."""
    told = {run.id for run in workspace.runs(job) if run.ending}
    for turn in count():
        new = [run for run in workspace.runs(job, _NEWEST) if run.id not in told]
        if not new:
            if not turn:
                write([text(f"Waiting for a run of job {job} …", "faint")])
            time.sleep(WAIT_SECONDS)
        for run in reversed(new):
            yield run
            told.add(run.id)
