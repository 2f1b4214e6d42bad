"""`moie history JOB --failures`: its failures by kind, and the evidence of the newest one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from moie_tui.cli.call import Call
from moie_tui.cli.history_text import kind_table
from moie_tui.cli.json_text import print_json
from moie_tui.cli.page import Line, text, write
from moie_tui.domain.attempts import attempts
from moie_tui.domain.errors import MoieError, UsageError
from moie_tui.domain.executions import Execution
from moie_tui.domain.output_lines import lines_in
from moie_tui.domain.review import Review, review_of
from moie_tui.domain.review_text import ERROR, blocks, facts, title_of
from moie_tui.domain.rules import command_behind
from moie_tui.domain.signatures import signatures
from moie_tui.domain.summary import execution_row
from moie_tui.domain.view import SystemView
from moie_tui.values import replace
from moie_tui.workspace import Workspace

TAIL = 20


def failures(call: Call) -> int:
    """What failed, how often, and what changed before it failed last."""
    workspace, key = call.workspace(), call.options.job
    view = workspace.readable_view()
    executions = _executions(view, key)
    newest = next((one for one in reversed(executions) if not one.good), None)
    review = _reviewed(workspace, view, key, executions, newest) if newest else None
    kinds = signatures(executions)
    if call.json:
        signs = [kind.as_json() for kind in kinds]
        print_json({"job": key, "signatures": signs, "failure": _as_json(review) if review else None})
    elif review is None:
        write([text(f"None of the {len(executions)} kept runs of job {key} failed.")])
    else:
        write([text("Failures by kind"), *kind_table(kinds, workspace.clock(), view.zone), ()])
        write(_page(review, view.zone))
    return 0


def _executions(view: SystemView, key: str) -> Sequence[Execution]:
    health = view.health.get(key)
    if health is None and (view.state is None or view.state.job(key) is None):
        raise UsageError(f"there is no job {key}", where=view.root, fix="`moie jobs` lists them")
    return (health.executions if health else ()) or attempts(view.events, key)


def _reviewed(
    workspace: Workspace, view: SystemView, key: str, executions: Sequence[Execution], one: Execution
) -> Review:
    job = view.state.job(key) if view.state else None
    command = command_behind(job, view.settings.job(key), one)
    review = review_of(key, job.task if job else "", command, executions, one)
    if review.between is not None:
        review = replace(review, changes=workspace.changes_between(*review.between))
    return replace(review, tail=_tail(workspace, key, one.run_id)) if one.run_id else review


def _tail(workspace: Workspace, key: str, run_id: str) -> tuple[str, ...]:
    try:
        return tuple(lines_in(workspace.run_log(key, run_id)[0])[-TAIL:])
    except MoieError as error:
        return (error.what,)


def _page(review: Review, zone: tzinfo | None) -> Iterator[Line]:
    yield text(title_of(review), "strong")
    for name, value in facts(review, zone):
        yield (*text(f"  {name:<10} ", "faint"), *text(value))
    for heading, said in blocks(review):
        yield ()
        yield text(heading, "strong")
        for line in said:
            yield text(f"  {line}", "failed" if heading == ERROR else "")


def _as_json(review: Review) -> dict[str, object]:
    good, changes = review.last_good, review.changes
    return {
        **execution_row(review.run),
        "output": list(review.tail),
        "last_good": execution_row(good) if good else None,
        "changes": {
            "state": [one.as_json() for one in review.about_the_job],
            "config": [one.as_json() for one in changes.config],
            "acts": list(changes.acts),
            "unknown": [why for why in (changes.state_unknown, changes.config_unknown) if why],
        }
        if changes
        else None,
    }
