"""What to type elsewhere about a thing that is shown: the command line's words for it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from datetime import timedelta

from moie_tui.domain.event import Event
from moie_tui.domain.executions import Execution
from moie_tui.domain.judge import JudgedJob
from moie_tui.domain.metrics import Metric
from moie_tui.domain.plan import OperationRecord
from moie_tui.domain.run import Run
from moie_tui.domain.signatures import Signature
from moie_tui.domain.snapshot import Snapshot
from moie_tui.domain.state import Job, Phase
from moie_tui.domain.verification import Verified

Said = tuple[str, str]
"""What a command is for, and the command."""


def commands_for(thing: object, root: str, job: str = "") -> tuple[Said, ...]:
    """Those that show it, then those that act on it, then its own shell code.

    `job` is whose run or failure it is."""
    moie = f"moie --root {shlex.quote(root)}"
    ours = tuple((what, f"{moie} {words}") for what, words in _words(thing, job))
    return (*ours, *_shell_code(thing))


def _words(thing: object, job: str) -> Iterator[Said]:
    match thing:
        case Snapshot():
            yield "what differs from now", f"diff {thing.id}"
            yield "roll back to it", f"rollback {thing.id}"
        case Job() | JudgedJob():
            yield "its runs", f"history {shlex.quote(thing.key)}"
            yield "verify it", f"verify --job {shlex.quote(thing.key)}"
            if (job_of := _job_of(thing)) is not None and job_of.command:
                yield "run it", f"run {shlex.quote(thing.key)}"
        case Phase():
            yield "verify its jobs", f"verify --phase {shlex.quote(thing.key)}"
        case OperationRecord():
            yield "take it back", f"undo {thing.id}"
        case Verified():
            yield "verify it", f"verify --job {shlex.quote(thing.job)}"
        case _:
            yield from _words_of_what_happened(thing, job)


def _words_of_what_happened(thing: object, job: str) -> Iterator[Said]:
    match thing:
        case Event():
            since, until = thing.timestamp, thing.timestamp + timedelta(seconds=1)
            yield "that second of the log", f"events --since {since.isoformat()} --until {until.isoformat()}"
        case Execution() | Run() | Signature() if job:
            run_id = thing.id if isinstance(thing, Run) else getattr(thing, "run_id", None)
            if run_id:
                yield "what it printed", f"history {shlex.quote(job)} --run {shlex.quote(run_id)}"
            yield "all failures", f"history {shlex.quote(job)} --failures"
        case Metric():
            yield "all metrics", "metrics --explain"
        case _:
            yield "the whole picture", "status"


def _shell_code(thing: object) -> Iterator[Said]:
    if (job := _job_of(thing)) is not None:
        if job.verification_cmd:
            yield "its verification command", job.verification_cmd
        if job.command:
            yield "its own command", job.command


def _job_of(thing: object) -> Job | None:
    job = thing.job if isinstance(thing, JudgedJob) else thing
    return job if isinstance(job, Job) else None
