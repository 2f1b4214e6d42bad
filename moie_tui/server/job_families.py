"""Phases and jobs for Prometheus: a bounded number of each, however long the documents are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from prometheus_client.core import Metric

from moie_tui.domain.health import HEALTHY, NEVER_RUN, PAUSED, RUNNING, STALE, UNHEALTHY
from moie_tui.domain.judge import JudgedJob, Judgement
from moie_tui.domain.state import COMPLETED, CYCLIC, PENDING, Phase, State
from moie_tui.server.families import counted, gauge, label, many

LISTED_JOBS, LISTED_PHASES = 200, 50
"""How many get series of their own, those with the lowest ids."""
VERDICTS = (PAUSED, RUNNING, NEVER_RUN, STALE, UNHEALTHY, HEALTHY)
_OTHER = "other"


def phase_families(state: State | None) -> Iterator[Metric]:
    """How far each phase is, and which one is current."""
    if state is None:
        return
    listed: dict[str, Phase] = {}
    for phase in state.phases:
        # Two ids may look the same once they are fit to be shown; a series may come only once.
        if len(listed) < LISTED_PHASES:
            listed.setdefault(label(phase.key), phase)
    jobs: list[tuple[tuple[str, str], float]] = []
    for name, phase in listed.items():
        by_status = Counter(_status(job.status) for job in phase.jobs)
        jobs += [((name, status), by_status[status]) for status in (PENDING, COMPLETED, CYCLIC, _OTHER)]
    yield many("moie_phase_jobs", "Jobs of a phase by status.", ("phase", "status"), jobs)
    current = [((name,), str(state.current_phase) == phase.key) for name, phase in listed.items()]
    yield many("moie_phase_current", "Whether a phase is the current one.", ("phase",), current)
    yield gauge("moie_phases", "How many phases there are.", len(state.phases))


def job_families(judgement: Judgement) -> Iterator[Metric]:
    """What the watched jobs do, and how many there are by verdict."""
    by_verdict = Counter(one.verdict.status for one in judgement.jobs)
    counts = [((verdict,), by_verdict[verdict]) for verdict in VERDICTS]
    yield many("moie_jobs", "Watched jobs by verdict.", ("status",), counts)
    listed: dict[str, JudgedJob] = {}
    for one in judgement.jobs:
        if len(listed) < LISTED_JOBS:
            listed.setdefault(label(one.key), one)
    unlisted = len(judgement.jobs) - len(listed)
    yield gauge("moie_jobs_unlisted", "Watched jobs without series of their own.", unlisted)
    yield from _each(listed)


def _each(listed: dict[str, JudgedJob]) -> Iterator[Metric]:
    health = {name: one.health for name, one in listed.items()}
    runs = [((name,), float(min(one.total_runs, 2**63))) for name, one in health.items()]
    failures = [((name,), float(min(one.total_failures, 2**63))) for name, one in health.items()]
    yield counted("moie_job_runs", "Recorded runs of a job.", ("job",), runs)
    yield counted("moie_job_failures", "Recorded runs of a job that failed.", ("job",), failures)
    verdicts = [((name, one.verdict.status), 1.0) for name, one in listed.items()]
    yield many("moie_job_status", "The verdict on a job, as a label.", ("job", "status"), verdicts)
    last = [((name,), one.last_execution.timestamp()) for name, one in health.items() if one.last_execution]
    yield many("moie_job_last_execution_timestamp_seconds", "When a job last ran.", ("job",), last)
    took = [((name,), ms / 1000) for name, one in health.items() if (ms := one.avg_duration_ms) is not None]
    words = "How long a job's last 10 runs took on average."
    yield many("moie_job_recent_duration_seconds", words, ("job",), took)
    rates = [((name,), rate) for name, one in health.items() if (rate := one.recent_success_rate) is not None]
    words = "Which part of a job's last 20 runs succeeded."
    yield many("moie_job_recent_success_ratio", words, ("job",), rates)
    due = [((name,), one.due.next_at.timestamp()) for name, one in listed.items() if one.due.next_at]
    yield many("moie_job_due_timestamp_seconds", "When a job with a schedule is due.", ("job",), due)


def _status(status: str) -> str:
    return status if status in (PENDING, COMPLETED, CYCLIC) else _OTHER
