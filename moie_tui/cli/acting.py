"""The one path of every command that changes a root: plan, consent, run, outcome.

With --json it always answers with one object of the contract's keys, also when nothing was done: its
`outcome` is then the error's word (busy, outdated, refused, invalid, cancelled, usage or failed)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext

from moie_tui.cli.call import Call
from moie_tui.cli.progress import Ticker
from moie_tui.cli.signals import interruptible
from moie_tui.domain.errors import InvalidDocument, MoieError, PlanOutdated, Refused
from moie_tui.domain.plan import Operation, Outcome, Plan, Progress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from moie_tui.cli.page import Line
    from moie_tui.workspace import Workspace

    Lines = Callable[[Outcome], Iterable[Line]]

REPLANS = 3
"""How often pulse and backup are planned again when files changed meanwhile."""
NEEDS_A_PERSON = ("action-required", "blocked")
_WORDS = {"Busy": "busy", "PlanOutdated": "outdated", "InvalidDocument": "invalid", "Cancelled": "cancelled"}
_BY_CODE = {2: "usage", 6: "refused"}


def act(
    call: Call,
    name: str,
    *,
    replans: int = 0,
    asks: bool = False,
    detail: Mapping[str, object] | None = None,
    workspace: Workspace | None = None,
    lines: Lines | None = None,
    progress: Progress | None = None,
    **arguments: object,
) -> int:
    """Carries out one operation as the options say; `detail` has the JSON keys it adds, for when it fails.

    `lines` makes other text of what came of it; `progress` is in place of the line on the terminal."""
    options = call.options
    try:
        workspace = workspace or call.workspace()
        with nullcontext() if options.dry_run else workspace.telling(name):
            operation = workspace.operation(name, **arguments)
            plan = workspace.plan(operation)
        if options.dry_run:
            _show_plan(plan, json=call.json)
            return 0
        if asks and not options.yes:
            _ask(plan)
        outcome = _run(workspace, operation, plan, replans, progress)
    except MoieError as error:
        if call.json and not options.dry_run:
            from moie_tui.cli.json_text import print_json

            print_json(_undone(error).as_json() | dict(detail or {}))
        if _was_told(call, name, workspace, error):
            return error.exit_code
        raise
    _show_outcome(call, workspace, name, outcome, lines)
    return outcome.exit_code


def _run(
    workspace: Workspace, operation: Operation, plan: Plan, replans: int, progress: Progress | None
) -> Outcome:
    ticking = Ticker(sys.stderr) if progress is None else nullcontext(progress)
    with interruptible() as interrupt, ticking as ticker:
        for _ in range(replans):
            try:
                return workspace.run(operation, plan, ticker, interrupt)
            except PlanOutdated:
                plan = workspace.plan(operation)
        return workspace.run(operation, plan, ticker, interrupt)


def _ask(plan: Plan) -> None:
    """Shows the plan and asks; Refused unless the answer is yes."""
    if not (_is_terminal(sys.stdin) and _is_terminal(sys.stderr)):
        raise Refused(
            f"{plan.operation} asks first, and there is no terminal to ask on; nothing was changed",
            fix="read its plan with --dry-run, then say --yes",
        )
    if not plan.effects:
        return
    _write_plan(plan, sys.stderr)
    word = plan.confirm_by_typing or "y"
    print(f"\nType {word} to run it, anything else to leave: ", end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline().strip()
    if answer != word and not (word == "y" and answer.lower() in ("y", "yes")):
        raise Refused("not confirmed, nothing was changed")


def _is_terminal(stream: object) -> bool:
    return stream is not None and bool(getattr(stream, "isatty", bool)())


def _show_plan(plan: Plan, *, json: bool) -> None:
    if json:
        from moie_tui.cli.json_text import print_json

        print_json(plan.as_json())
    else:
        _write_plan(plan)


def _write_plan(plan: Plan, stream: TextIO | None = None) -> None:
    from moie_tui.cli.page import write
    from moie_tui.cli.plan_text import plan_lines

    write(plan_lines(plan), stream)


def _show_outcome(call: Call, workspace: Workspace, name: str, outcome: Outcome, lines: Lines | None) -> None:
    """Cron is told what somebody must do, and mostly that is nothing: then no text is made."""
    if call.json:
        from moie_tui.cli.json_text import print_json

        print_json(outcome.as_json())
    elif not getattr(call.options, "scheduled", False) or _must_be_told(workspace, name, outcome):
        from moie_tui.cli.outcome_text import outcome_lines
        from moie_tui.cli.page import write

        write((lines or outcome_lines)(outcome))


def _must_be_told(workspace: Workspace, name: str, outcome: Outcome) -> bool:
    """Cron mails whatever is printed: only what somebody must do, and that once."""
    from moie_tui.workspace import is_news

    is_news(workspace, name, "")
    mirror = outcome.detail.get("mirror")
    failed = str(mirror) if isinstance(mirror, str) and mirror != "ok" else ""
    news = mirror is not None and is_news(workspace, "mirror", failed)
    if name == "record":
        news = is_news(workspace, "kept", outcome.outcome if outcome.outcome == "kept" else "")
    return _is_news(workspace, outcome) or news


def _was_told(call: Call, name: str, workspace: Workspace | None, error: MoieError) -> bool:
    """Whether cron's mail has it from an earlier beat: what stays wrong until somebody comes is told once."""
    from moie_tui.workspace import is_news

    lasting = isinstance(error, (InvalidDocument, Refused))
    if workspace is None or not lasting or not getattr(call.options, "scheduled", False):
        return False
    return not is_news(workspace, name, error.line())


def _is_news(workspace: Workspace, outcome: Outcome) -> bool:
    """Cron mails whatever is printed: only what somebody must do, and not what the last pulse said."""
    if outcome.outcome not in NEEDS_A_PERSON:
        return False
    others = (one for one in workspace.operations() if one.id != outcome.operation)
    last = next((one for one in others if one.kind == "pulse"), None)
    return last is None or last.message != outcome.message


def _undone(error: MoieError) -> Outcome:
    word = _WORDS.get(type(error).__name__) or _BY_CODE.get(error.exit_code, "failed")
    return Outcome("", word, error.line(), exit_code=error.exit_code)
