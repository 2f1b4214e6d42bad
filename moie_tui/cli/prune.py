"""`moie prune`: removes the snapshots that no tier of retention wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moie_tui.cli.acting import act
from moie_tui.cli.call import Call
from moie_tui.cli.json_text import print_json
from moie_tui.cli.options import Parser, add_acting
from moie_tui.cli.page import Line, table, text, write
from moie_tui.cli.plan_text import plan_lines

if TYPE_CHECKING:
    from moie_tui.domain.retention import Retention
    from moie_tui.domain.snapshot import Snapshot


def configure(parser: Parser) -> None:
    """The shared options of acting commands."""
    add_acting(parser, asks=True, scheduled=True)


def run(call: Call) -> int:
    """Asks, with every snapshot that would go in sight; a dry run says of each one why it stays or goes."""
    if call.options.dry_run:
        return _say_why(call)
    return act(call, "prune", asks=True, scheduled=call.options.scheduled)


def _say_why(call: Call) -> int:
    workspace = call.workspace()
    snapshots, fate = workspace.snapshots(), workspace.retention()
    plan = workspace.plan(workspace.operation("prune"))
    if call.json:
        print_json(plan.as_json() | {"snapshots": [_as_json(one, fate) for one in snapshots]})
        return 0
    write(plan_lines(plan))
    write([text("Why")] if snapshots else [])
    write(table([_row(one, fate) for one in snapshots]))
    return 0


def _as_json(one: Snapshot, fate: Retention) -> dict[str, object]:
    return {
        "id": one.id,
        "name": one.name,
        "reason": one.reason,
        "fate": "removed" if one in fate.remove else "kept",
        "why": fate.why[one.id],
    }


def _row(one: Snapshot, fate: Retention) -> tuple[Line, ...]:
    goes = one in fate.remove
    return (
        text("goes" if goes else "stays", "late" if goes else "ok"),
        text(one.id, "strong"),
        text(one.reason),
        text(one.name, "faint"),
        text(fate.why[one.id]),
    )
