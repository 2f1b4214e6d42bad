"""`moie history`: what one job did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from moie_tui.cli.call import Call
from moie_tui.cli.history_text import Figures, figure_lines, figures_of, kind_table
from moie_tui.cli.json_text import print_json
from moie_tui.cli.options import Parser, add_json
from moie_tui.cli.page import Line, table, text, write
from moie_tui.domain.attempts import attempts
from moie_tui.domain.errors import UsageError
from moie_tui.domain.executions import Execution, last_line
from moie_tui.domain.health import ago
from moie_tui.domain.run import Run
from moie_tui.domain.signatures import Signature, signatures
from moie_tui.domain.summary import execution_row
from moie_tui.tui import glyphs
from moie_tui.tui.times import at, duration

_SHOWN_RUNS = 10


def configure(parser: Parser) -> None:
    """Which job, and which of its runs."""
    add_json(parser)
    parser.add_argument("job", metavar="JOB", help="the job's id")
    parser.add_argument("--run", metavar="ID", help="what this run printed, and how it ended (or: latest)")
    parser.add_argument("--follow", action="store_true", help="what its runs print, as it comes")
    words = "its failures by kind, and the newest one with what changed before it"
    parser.add_argument("--failures", action="store_true", help=words)
    parser.add_argument("--diff", nargs=2, metavar=("A", "B"), help="what two runs printed, compared")


def run(call: Call) -> int:
    """Its executions, in JSON as recorded and for people newest first, and its failures by kind."""
    options = call.options
    if options.run or options.follow or options.diff:
        from moie_tui.cli.outputs import outputs

        return outputs(call)
    if options.failures:
        from moie_tui.cli.failure_review import failures

        return failures(call)
    workspace, key = call.workspace(), options.job
    view = workspace.readable_view()
    health, runs = view.health.get(key), workspace.runs(key)
    if health is None and not runs and (view.state is None or view.state.job(key) is None):
        raise UsageError(f"there is no job {key}", where=view.root, fix="`moie jobs` lists them")
    executions = health.executions if health else attempts(view.events, key)
    kinds, found = signatures(executions), figures_of(view, key, executions, workspace.clock())
    if call.json:
        rows = [execution_row(one) for one in executions]
        signs = [kind.as_json() for kind in kinds]
        print_json({"job": key, "executions": rows, "signatures": signs} | found.as_json())
    else:
        alive = next((one for one in runs if not one.ending), None)
        write(_page(key, executions, kinds, found, workspace.clock(), view.zone, alive))
        if runs:
            from moie_tui.cli.run_text import runs_table

            write([(), text(f"Runs to look into, with `moie history {key} --run ID`")])
            write(runs_table(runs[:_SHOWN_RUNS], workspace.clock(), view.zone))
    return 0


def _page(
    key: str,
    executions: Sequence[Execution],
    kinds: tuple[Signature, ...],
    found: Figures,
    now: datetime,
    zone: tzinfo | None,
    alive: Run | None,
) -> Iterator[Line]:
    if alive is not None:
        since = f"since {at(alive.started_at, now, zone)}, {ago(now - alive.started_at)}"
        yield text(f"{glyphs.RUNNING} Job {key} is running {since}", "accent")
    elif not executions:
        yield text(f"Job {key} has no recorded run yet; `moie record {key} success` records one.")
    if not executions:
        return
    yield from table([_row(one, now, zone) for one in reversed(executions)], right=(2,), indent="")
    yield ()
    yield from figure_lines(key, found, now, zone)
    if kinds:
        yield ()
        yield text("Failures by kind")
        yield from kind_table(kinds, now, zone)


def _row(one: Execution, now: datetime, zone: tzinfo | None) -> tuple[Line, ...]:
    look = (glyphs.OK, "ok") if one.good else (glyphs.FAILED, "failed")
    when = at(one.at, now, zone) if one.at else "no time"
    return (look,), text(when, "faint"), text(duration(one.duration_ms)), text(last_line(one.error))
