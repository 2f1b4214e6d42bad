"""The root as JSON for other programs; commands, outputs and what quotes them only for who has the token."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from moie_tui.domain.executions import Execution
from moie_tui.domain.judge import JudgedJob, Judgement
from moie_tui.domain.run import Run
from moie_tui.domain.state import Job, Phase
from moie_tui.domain.summary import execution_row, phase_row, problems_of, summary
from moie_tui.domain.timestamps import utc_text
from moie_tui.domain.view import Problem, SystemView
from moie_tui.server.live import Moment

Document = dict[str, Any]
RUNNING = "running"


def state_document(moment: Moment, opened: bool) -> Document:
    """What `status` says, and each phase with its jobs."""
    view, judgement = moment.view, moment.judgement
    found = summary(view, judgement)
    phases = view.state.phases if view.state else ()
    found["phases"] = [
        {**phase_row(phase), "jobs": [job_row(phase, job, opened) for job in phase.jobs]} for phase in phases
    ]
    found["heartbeat"] = _heartbeat(judgement)
    found["state_file"] = view.state_file or None
    found["problems"] = [_problem_row(view, one, opened) for one in problems_of(view)]
    return found


def jobs_document(judgement: Judgement) -> Document:
    """The jobs of `status`: the cyclic ones, and those the health document knows."""
    return {"jobs": [job.as_json() for job in judgement.jobs]}


def job_document(phase: Phase | None, job: Job | None, judged: JudgedJob | None, opened: bool) -> Document:
    """One job: what the state says of it (null where it is not in it), and the verdict (null without one)."""
    return {
        "id": job.key if job else judged.key if judged else None,
        "definition": job_row(phase, job, opened) if phase and job else None,
        "verdict": judged.as_json() if judged else None,
    }


def job_row(phase: Phase, job: Job, opened: bool) -> Document:
    """One job of the state; its commands only for who has the token."""
    row: Document = {
        "id": job.key,
        "phase": phase.key,
        "task": job.task,
        "description": job.description,
        "status": job.status,
        "paused": job.paused,
        "schedule": job.schedule,
        "has_command": bool(job.command),
        "has_verification": bool(job.verification_cmd),
    }
    if opened:
        row |= {"command": job.command, "verification_cmd": job.verification_cmd}
    return row


def execution_document(one: Execution, opened: bool) -> Document:
    """One execution; its error is the end of what the command printed, so it needs the token."""
    row = dict(execution_row(one))
    if not opened:
        del row["error"]
    return row


def run_document(run: Run) -> Document:
    """One run, with its command and its last words: for who has the token."""
    return {
        "id": run.id,
        "job": run.job,
        "command": run.command,
        "started_at": utc_text(run.started_at),
        "ended_at": utc_text(run.ended_at) if run.ended_at else None,
        "ending": run.ending or RUNNING,
        "duration_ms": run.duration_ms,
        "exit_code": run.exit_code,
        "signal": run.signal,
        "why": run.why,
        "error": run.error or None,
        "output_bytes": run.output_bytes,
    }


def page(rows: Sequence[object], offset: int, limit: int) -> tuple[Sequence[object], int | None]:
    """Some of the rows, and where the next page begins; None after the last."""
    end = offset + limit
    return rows[offset:end], end if end < len(rows) else None


def _heartbeat(judgement: Judgement) -> Document:
    age, beat = judgement.age, judgement.beat_at
    return {
        "last": utc_text(beat) if beat else None,
        "age_seconds": None if age is None else round(age.total_seconds(), 3),
        "status": judgement.heartbeat.status,
        "message": judgement.heartbeat.message,
    }


def _problem_row(view: SystemView, one: Problem, opened: bool) -> Mapping[str, str]:
    row = one.as_json()
    quoting = (view.state_problem, view.health_problem, view.config_problem)
    return row if opened or one not in quoting else row | {"what": "can't be read"}
