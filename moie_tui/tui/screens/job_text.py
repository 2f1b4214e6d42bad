"""What is known of one job, as rows: its verdict and figures, and what the state says of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from textual.content import Content

from moie_tui.domain.executions import Execution, JobHealth, last_line
from moie_tui.domain.health import ago
from moie_tui.domain.judge import JudgedJob
from moie_tui.domain.state import Job
from moie_tui.domain.text import plain
from moie_tui.tui import glyphs, looks, times
from moie_tui.tui.columns import Column
from moie_tui.tui.pieces import Line, text
from moie_tui.tui.sparkline import sparkline
from moie_tui.tui.widgets.hanging_text import Row

SPARK = 60
SHOWN_LINES = 6
"""How many lines of the selected run's error are shown; the event has more."""
NO_TIME = "no readable time"


def job_rows(job: Job | None, judged: JudgedJob | None, now: datetime, zone: tzinfo | None) -> list[Row]:
    """Everything above the list of executions."""
    rows = list(_verdict(judged, now, zone)) if judged else []
    if job is None:
        return [*rows, _fact("state", "The state no longer has this job; this is what it did.")]
    if judged is None:
        glyph, tone = looks.of_job(job, None)
        rows.append((Content.styled(f"{glyph} ", f"${tone}"), Content(plain(job.status))))
    proof = "" if judged and judged.health.executions else job.verification_cmd or ""
    return [*rows, *(_fact(name, value) for name, value in (*_facts(job), ("verify", proof)) if value)]


def _verdict(judged: JudgedJob, now: datetime, zone: tzinfo | None) -> Iterator[Row]:
    glyph, tone = looks.of_verdict(judged.verdict.status)
    sentence = Content.assemble((judged.verdict.status, "bold"), "  ", plain(judged.verdict.message))
    yield Content.styled(f"{glyph} ", f"${tone}"), sentence
    if judged.health.executions:
        yield _fact("figures", figures(judged.health))
        yield _fact("success", last_success(judged.health, now, zone))
        runs = [(one.duration_ms, one.good) for one in judged.health.executions]
        spark = sparkline(runs, min(SPARK, len(runs)))
        yield (
            _name("runs"),
            Content.assemble(*((words, f"${tone}") if tone else words for words, tone in spark)),
        )


def _facts(job: Job) -> Iterator[tuple[str, str]]:
    yield "about", job.description
    yield "command", job.command or ""
    yield "schedule", job.schedule or ""


def _name(name: str) -> Content:
    return Content.styled(f"  {name:<9} ", "$faint")


def _fact(name: str, value: str) -> Row:
    return _name(name), Content(plain(value))


def figures(health: JobHealth) -> str:
    """Rates and the average, in one line."""
    recent, average = times.percent(health.recent_success_rate), times.duration(health.avg_duration_ms)
    good = times.percent(health.success_rate)
    return f"{health.total_runs} runs, {good} % good · last 20: {recent} % · average {average}"


def last_success(health: JobHealth, now: datetime, zone: tzinfo | None) -> str:
    """When it last succeeded, as far as the kept runs tell."""
    moment = next((one.at for one in reversed(health.executions) if one.good and one.at), None)
    if moment is None:
        return f"none of the last {len(health.executions)} runs"
    return f"{ago(now - moment)} ago, {times.at(moment, now, zone)}"


def keyed(executions: Sequence[Execution]) -> list[tuple[str, Execution]]:
    """Newest first, each with a key that stays its own when others come and go."""
    seen: dict[str, int] = {}
    found = []
    for one in executions:
        name = one.run_id or (one.at.isoformat() if one.at else "")
        seen[name] = seen.get(name, 0) + 1
        found.append((f"{name} {seen[name]}", one))
    return found[::-1]


def columns(executions: Sequence[Execution], now: datetime, zone: tzinfo | None) -> tuple[Column, ...]:
    """The columns of the list; runs of today need no room for dates."""
    return (
        Column(1, gap=1),
        Column(max((len(_time(one, now, zone)) for one in executions), default=8), "time"),
        Column(6, "took", right=True),
        Column(4, "exit", right=True, drop=1),
        Column(12, "error", flexible=True),
    )


def _time(one: Execution, now: datetime, zone: tzinfo | None) -> str:
    return times.at(one.at, now, zone) if one.at else NO_TIME


def execution_cells(one: Execution, now: datetime, zone: tzinfo | None) -> tuple[Line, ...]:
    """One line of the list."""
    glyph, tone = (glyphs.OK, "ok") if one.good else (glyphs.FAILED, "failed")
    code = "" if one.exit_code is None else str(one.exit_code)
    return (
        text(glyph, tone),
        text(_time(one, now, zone)),
        text(times.duration(one.duration_ms)),
        text(code),
        text(plain(last_line(one.error)), "" if one.good else "failed"),
    )


def execution_rows(one: Execution | None, now: datetime) -> list[Row]:
    """The selected execution in full."""
    if one is None:
        return []
    age = f"{ago(now - one.at)} ago" if one.at else "at an unknown time"
    how = "succeeded" if one.good else "failed"
    parts = [f"{how} {age}", f"took {times.duration(one.duration_ms)}"]
    parts += [f"exit {one.exit_code}"] if one.exit_code is not None else []
    parts += [f"run {plain(one.run_id)}"] if one.run_id else []
    rows = [_fact("selected", " · ".join(parts))]
    lines = (one.error or "").strip().splitlines()[-SHOWN_LINES:]
    return [*rows, *(_fact("" if at else "error", line) for at, line in enumerate(lines))]
