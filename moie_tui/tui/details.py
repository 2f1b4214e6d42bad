"""What there is to say about the thing under the cursor, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from moie_tui.domain.amounts import counted
from moie_tui.domain.blocked import blocked
from moie_tui.domain.executions import JobHealth
from moie_tui.domain.health import ago
from moie_tui.domain.judge import JudgedJob, Judgement
from moie_tui.domain.rules import command_of, rules_of, schedule_of
from moie_tui.domain.state import CYCLIC, PENDING, Job, Phase
from moie_tui.domain.stuck import BLOCKED
from moie_tui.domain.text import plain
from moie_tui.domain.verification import DRIFT
from moie_tui.domain.view import SystemView
from moie_tui.tui import chart, looks
from moie_tui.tui.pieces import Line, text, wrapped
from moie_tui.tui.proofs import DRIFTED, Proof, Proofs, proof_of, proof_words
from moie_tui.tui.times import at, duration, percent

LABEL = 9
"""Cells a label takes, so that values stand below each other."""


def field(
    label: str, value: str, width: int, tone: str = "", most: int = 3, wide: int = LABEL
) -> Iterator[Line]:
    """A faint label of `wide` cells and its value, wrapped beside it."""
    for number, line in enumerate(wrapped(plain(value), max(8, width - wide), tone, most)):
        yield ((("" if number else label).ljust(wide), "faint"), *line)


def phase_lines(view: SystemView, phase: Phase, width: int) -> Iterator[Line]:
    """A phase: how far it is, and what is left."""
    current = view.state is not None and str(view.state.current_phase) == phase.key
    glyph, tone = looks.of_phase(phase, current)
    yield ((f"phase {plain(phase.key)}  ", "faint"), (plain(phase.name), "strong"))
    where = "current, " if current else ""
    yield ((f"{glyph} ", tone), (f"{where}{plain(phase.status)}", tone))
    endless = sum(job.status == CYCLIC for job in phase.jobs)
    finite = len(phase.jobs) - endless
    said = [f"{phase.completed} of {finite} completed"] if finite or not endless else []
    said += [f"{endless} run{'s' * (endless == 1)} for ever"] if endless else []
    yield from field("jobs", ", ".join(said), width)
    for job in [job for job in phase.jobs if job.status == PENDING][:1]:
        yield from field("next", f"{job.key}  {job.task}", width)


def job_lines(
    view: SystemView,
    job: Job,
    judged: JudgedJob | None,
    now: datetime,
    width: int,
    proof: Proof | None = None,
) -> Iterator[Line]:
    """A job of the state, and of the health document when it is there."""
    status, said = _standing(view, job, judged)
    if status is None and proof is not None and proof.result.drifted:
        status, said = DRIFT, DRIFTED
    glyph, tone = looks.of_job(job, status)
    yield ((f"job {plain(job.key)}  ", "faint"), (plain(job.task), "strong"))
    yield from wrapped(f"{glyph} {plain(said)}", width, tone, most=2)
    for run in [one for one in view.runs if one.job == job.key]:
        since = f"since {at(run.started_at, now, view.zone)}, {ago(now - run.started_at)}"
        yield from field("running", f"{since} · run {run.id}", width, "waiting", most=2)
    if job.verification_cmd:
        yield from field("verify", job.verification_cmd, width, most=2)
    if proof is not None:
        tone = looks.of_verified(proof.result)[1]
        yield from field("verified", proof_words(proof, now), width, tone, most=2)
    if command := command_of(job, view.settings.job(job.key)):
        yield from field("command", command, width, most=2)
        if job.status == PENDING:
            yield from field("attempts", _attempts(view, job, command, now), width)
    rhythm = _rhythm(view, job, judged, now)
    if rhythm:
        yield from field("schedule", rhythm, width)
    if job.description:
        yield from field("about", job.description, width)


def health_lines(view: SystemView, judged: JudgedJob, now: datetime, width: int) -> Iterator[Line]:
    """What a cyclic job did: rates, last success, its last error, and a chart of durations."""
    health = judged.health
    if not health.executions:
        told = "" if judged.due.running_since else " `moie record JOB success` records one."
        yield from wrapped(f"No recorded run yet.{told}", width, "faint")
        return
    rate, recent = percent(health.success_rate), percent(health.recent_success_rate)
    yield from field(
        "ok", f"{rate} % of {counted(health.total_runs, 'run')}, {recent} % of the last 20", width
    )
    yield from field("takes", f"{duration(health.avg_duration_ms)} on average of the last 10", width)
    last_good = next((one.at for one in reversed(health.executions) if one.good and one.at), None)
    good = f"{at(last_good, now, view.zone)}, {ago(now - last_good)} ago" if last_good else "none recorded"
    yield from field("success", good, width)
    error = next((one.error for one in reversed(health.executions) if one.error), None)
    if error:
        yield from field("error", error, width, "failed")
    yield ()
    yield from duration_chart(health, width)


def phase_charts(phase: Phase, judgement: Judgement, width: int) -> Iterator[Line]:
    """A small chart for each of the first endless jobs of a phase that ran."""
    keys = [job.key for job in phase.jobs if job.status == CYCLIC]
    for one in [one for one in judgement.jobs if one.key in keys and one.health.executions][:4]:
        glyph, tone = looks.of_verdict(one.verdict.status)
        yield ()
        yield ((f"{glyph} ", tone), (f"{plain(one.key)}  ", "faint"), (plain(one.task), ""))
        yield from duration_chart(one.health, width, 3)


def duration_chart(health: JobHealth, width: int, height: int = 6) -> Iterator[Line]:
    """Durations of the recorded runs as columns, the newest at the right."""
    runs = health.executions[-max(1, width - chart.MARGIN) :]
    points = [(one.duration_ms, "ok" if one.good else "failed") for one in runs]
    top, failed = max(one.duration_ms for one in runs), sum(not one.good for one in runs)
    yield from chart.chart_lines(chart.Chart(points, top, _took), width, height)
    words = f"{len(runs)} run{'s' * (len(runs) != 1)}" + (f", {failed} failed" if failed else "")
    yield text(" " * chart.MARGIN + words, "faint")


def _took(milliseconds: float) -> str:
    return duration(milliseconds) if milliseconds else "0"


def lines_about(
    view: SystemView,
    judgement: Judgement | None,
    now: datetime,
    kind: str,
    key: str,
    width: int,
    proofs: Proofs = (),
) -> Iterator[Line]:
    """The lines for a phase or job by its key; nothing when it is gone."""
    judged = next((one for one in judgement.jobs if one.key == key), None) if judgement else None
    phase = view.state.phase(key) if view.state and kind == "phase" else None
    job = view.state.job(key) if view.state and kind == "job" else None
    if phase:
        yield from phase_lines(view, phase, width)
    elif job:
        proof = proof_of(proofs, job) if view.as_of is None else None
        yield from job_lines(view, job, judged, now, width, proof)
    elif judged:
        yield ((f"job {plain(key)}  ", "faint"), ("only in the health document", ""))
        glyph, tone = looks.of_verdict(judged.verdict.status)
        yield text(f"{glyph} {plain(judged.verdict.status)} · {plain(judged.verdict.message)}", tone)


def _standing(view: SystemView, job: Job, judged: JudgedJob | None) -> tuple[str | None, str]:
    """The word for how it is, None when only its status tells, and the sentence of it."""
    found = blocked(view)
    if found is not None and found.job.key == job.key:
        return BLOCKED, f"{BLOCKED} · {found.why}"
    if judged is None:
        return None, job.status
    return judged.verdict.status, f"{judged.verdict.status} · {judged.verdict.message}"


def _attempts(view: SystemView, job: Job, command: str, now: datetime) -> str:
    most = job.max_attempts or view.settings.job(job.key).max_attempts
    tried = view.tried.get(job.key)
    if tried is None or tried.command != command:
        return f"none yet of {most}"
    return f"{tried.count} of {most}, the last {ago(now - tried.last_at)} ago"


def _rhythm(view: SystemView, job: Job, judged: JudgedJob | None, now: datetime) -> str:
    words = schedule_of(job, view.settings.job(job.key))
    if not words:
        return ""
    try:
        rules = rules_of(job.key, job, view.settings, view.zone)
    except ValueError as error:
        return f"{words} · can't be read: {error}"
    shown = f"{words} · grace {ago(rules.patience)}"
    due = judged.due.next_at if judged else None
    if due is None:
        return shown
    if due > now:
        return f"{shown} · next in {ago(due - now)}"
    return (
        f"{shown} · due since {ago(now - due)}" if now - due >= timedelta(minutes=1) else f"{shown} · due now"
    )
