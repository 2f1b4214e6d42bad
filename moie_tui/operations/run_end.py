"""The end of a run: what came of it, kept among the runs, in the job's health and in the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from moie_tui.domain.errors import MoieError
from moie_tui.domain.event import WARNING
from moie_tui.domain.executions import last_line
from moie_tui.domain.health import ago
from moie_tui.domain.plan import ABSENT, RUN, Effect, Outcome
from moie_tui.domain.run import CANCELLED, FAILURE, INTERRUPTED, SUCCESS, Run
from moie_tui.domain.state import State
from moie_tui.domain.text import plain, shorten
from moie_tui.operations.execution import Executed, record_execution, report_execution
from moie_tui.operations.run_plan import counts_for_health
from moie_tui.processes.command import Ran
from moie_tui.processes.explain import explain
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores
from moie_tui.values import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.storage.live_run import LiveRun

TIMED_OUT = 124
LONGEST_LAST = 200
KEPT_ERROR = 2000
"""How many characters of a failed run's output its execution keeps; its log keeps far more."""


def exit_code_of(ran: Ran) -> int:
    """What `moie run` exits with: the command's own code, 128 + N for signal N, 124 when time was up."""
    if ran.timed_out:
        return TIMED_OUT
    if ran.signal is not None:
        return 128 + ran.signal
    return 1 if ran.exit_code is None else ran.exit_code


def ended(run: Run, ran: Ran, now: datetime, log_problem: str = "") -> Run:
    """The run as it ended."""
    ending = CANCELLED if ran.cancelled else SUCCESS if ran.proven else FAILURE
    why = explain(ran)
    return replace(
        run,
        ending=ending,
        ended_at=now,
        duration_ms=ran.duration_ms,
        exit_code=ran.exit_code,
        signal=ran.signal,
        why=f"{why}; its log is cut: {log_problem}" if log_problem else why,
        error=_last_said(ran, why) if ending == FAILURE else "",
        resources=ran.used,
    )


def keep(
    stores: Stores,
    run: Run,
    state: State,
    code: int | None,
    live: LiveRun | None,
    machine: Mapping[str, object] | None = None,
) -> str:
    """Records the execution where it counts for health, then the run, and tells of it; the operation's id.

    `live` is the run itself, None when it vanished; `machine` says how busy all was meanwhile.

    In this order: a process that dies in between leaves a vanished run whose execution bears its id."""
    assert run.ended_at is not None
    status = SUCCESS if run.ending == SUCCESS else FAILURE
    extra = {"run_id": run.id} | ({} if code is None else {"exit_code": code})
    one = Executed(run.job, status, run.duration_ms, run.error or None, extra)
    operation, said = "", message_of(run)
    try:
        if counts_for_health(state, run.job):
            # A bare undo must not take back what nobody did just now.
            scheduled, words = run.scheduled or live is None, message_of(run)
            record = record_execution(stores, "run", one, run.ended_at, scheduled=scheduled, message=words)
            operation, said = record.id, record.message
    except MoieError:
        if live is not None:
            stores.runs.finish(run, live)  # its output at least stays to be looked at
        raise
    stores.runs.finish(run, live)
    used: dict[str, object] = {"resources": run.resources.as_json()} if run.resources else {}
    if machine:
        used["machine"] = machine
    report_execution(stores, one, run.ended_at, said, operation, used)
    return operation


def keep_cancelled(stores: Stores, run: Run, live: LiveRun) -> None:
    """Keeps a run somebody took back: it is no execution."""
    stores.runs.finish(run, live)
    assert run.ended_at is not None
    facts = {"job": run.job, "run_id": run.id, "duration_ms": run.duration_ms}
    report(stores, run.ended_at, "job", message_of(run), level=WARNING, metadata=facts)


def outcome_of(run: Run, code: int, operation: str) -> Outcome:
    """What is said of a run that ended, with the exit code of its command."""
    detail = {
        "job": run.job,
        "run_id": run.id,
        "exit_code": code,
        "signal": run.signal,
        "duration_ms": run.duration_ms,
        "error": run.error or None,
    }
    effects = (Effect(RUN, f"job {run.job}", ABSENT, run.command),)
    word = "done" if run.good else "failed"
    return Outcome(operation, word, message_of(run), effects, exit_code=code, detail=detail)


def message_of(run: Run) -> str:
    """One sentence: `job 5.1: failure, exit 3: no space left`."""
    if run.good:
        return f"job {run.job}: success in {_took(run)}"
    if run.ending == CANCELLED:
        return f"job {run.job}: cancelled after {_took(run)}"
    if run.ending == INTERRUPTED:
        return f"job {run.job}: {INTERRUPTED}, {run.why}"
    last = shorten(plain(last_line(run.error)), LONGEST_LAST)
    return f"job {run.job}: failure, {run.why}" + (f": {last}" if last and last not in run.why else "")


def _took(run: Run) -> str:
    took = timedelta(milliseconds=run.duration_ms)
    return ago(took) if took >= timedelta(seconds=10) else f"{run.duration_ms} ms"


def _last_said(ran: Ran, why: str) -> str:
    """The end of its output from the start of a line, and why it ended where its own words can't tell."""
    said = ran.output.strip()
    if len(said) > KEPT_ERROR:
        cut = said[-KEPT_ERROR:]
        said = cut.partition("\n")[2] or cut
    by_itself = ran.exit_code is not None and not ran.timed_out
    return said if said and by_itself else f"{said}\n{why}".lstrip("\n")
