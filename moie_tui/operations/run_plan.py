"""What a run of a job will do: its command, how long it may take, and what to mind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from moie_tui.domain.errors import Busy, PlanOutdated, UsageError
from moie_tui.domain.plan import ABSENT, RUN, Command, Effect, Operation, Plan
from moie_tui.domain.rules import schedule_of
from moie_tui.domain.state import COMPLETED, CYCLIC, PENDING, Job, State
from moie_tui.operations.consent import resting_on
from moie_tui.storage.config_file import CONFIG_NAME
from moie_tui.storage.stores import Stores


def plan_run(stores: Stores, operation: str, key: str, argv: Sequence[str] = ()) -> Plan:
    """The run of a job's own command, or of the words given; UsageError when there is neither."""
    from shlex import join, quote

    document = stores.state.read()
    job = document.state.job(key)
    command = join(argv) if argv else command_of(stores, job, key)
    if not command:
        what = f"job {key} has no command" if job else f"there is no job {key}, and no command for it"
        raise UsageError(what, fix=f"say which: moie run {quote(key)} -- CMD")
    words = f" -- {command}" if argv else ""
    return Plan(
        operation=operation,
        title=f"{operation.capitalize()} job {key}",
        effects=(Effect(RUN, f"job {key}", ABSENT, command),),
        commands=(Command(key, command),),
        warnings=tuple(_warnings(stores, job, key, own=not argv)),
        rests_on={} if argv else resting_on(stores.root, document.name, CONFIG_NAME),
        same_as=f"moie run {quote(key)}{words}",
    )


def as_planned(operation: Operation, plan: Plan, now: datetime) -> Plan:
    """The plan, if its command is still the one that would run; PlanOutdated (exit 5) else."""
    fresh = operation.plan(now)
    if fresh.commands != plan.commands:
        raise PlanOutdated(
            "the command is another one by now, it was not run", fix=f"look again: {fresh.same_as}"
        )
    return plan


def command_of(stores: Stores, job: Job | None, key: str) -> str:
    """The job's own command, "" without one; the state's word comes before the config's."""
    return (job.command if job else None) or stores.settings.job(key).command or ""


def limit_of(stores: Stores, job: Job | None, key: str) -> float:
    """How many seconds a run may take."""
    told = job.timeout_seconds if job else None
    return stores.settings.job(key).timeout_seconds if told is None else told


def may_overlap(stores: Stores, key: str) -> bool:
    """Whether runs of the job may go on beside each other."""
    return stores.settings.job(key).overlap


def runs_already(key: str, holder: str) -> Busy:
    """What to say of a job that may not run twice at a time."""
    return Busy(f"job {key} runs already: {holder}", holder=holder, fix="wait until it is done, or --overlap")


def counts_for_health(state: State, key: str) -> bool:
    """Whether runs of a job are executions: those of endless jobs, and of jobs the state does not know."""
    job = state.job(key)
    return job is None or job.status == CYCLIC


def stranger(stores: Stores, job: Job | None, key: str) -> str:
    """What to say of a job that neither state nor config name, maybe a slip of the keys; "" of others."""
    known = job is not None or key in stores.settings.jobs
    return "" if known else f"the state has no job {key}: its run is recorded all the same"


def _warnings(stores: Stores, job: Job | None, key: str, *, own: bool) -> Iterator[str]:
    if job is None:
        yield stranger(stores, job, key) or f"the state has no job {key}"
    elif job.status in (PENDING, COMPLETED):
        yield f"job {key} is {job.status}: its run is kept, but does not count for its health"
    elif job.status == CYCLIC and not own and (said := _counts(stores, job)):
        yield said
    if (job and job.paused) or stores.settings.job(key).paused:
        yield f"job {key} is paused"
    yield "what a command does to the world can't be undone"


def _counts(stores: Stores, job: Job) -> str:
    """What another command means to a job that pulses start."""
    scheduled = schedule_of(job, stores.settings.job(job.key))
    if not (scheduled or command_of(stores, job, job.key)):
        return ""
    then = "; its schedule goes on from there" if scheduled else ""
    return f"this counts as a run of job {job.key}{then}"
