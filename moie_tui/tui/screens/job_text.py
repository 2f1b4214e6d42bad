"""What is known of one job, as rows: its verdict and figures, and what the state says of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from textual.content import Content

from moie_tui.domain.amounts import counted
from moie_tui.domain.executions import Execution, JobHealth
from moie_tui.domain.health import ago
from moie_tui.domain.history_gaps import Gap
from moie_tui.domain.judge import JudgedJob
from moie_tui.domain.state import Job
from moie_tui.domain.stuck import BLOCKED
from moie_tui.domain.text import plain
from moie_tui.domain.verification import DRIFT
from moie_tui.tui import glyphs, looks, times
from moie_tui.tui.duration_plot import Plot
from moie_tui.tui.proofs import DRIFTED, Proof, proof_words
from moie_tui.tui.screens.job_figures import Figures
from moie_tui.tui.screens.sheet import KeyHint
from moie_tui.tui.widgets.hanging_text import Row

SHOWN_GAPS = 2
NEVER_RAN = "No run of this job was recorded yet."


def job_rows(
    job: Job | None,
    judged: JudgedJob | None,
    figures: Figures,
    now: datetime,
    zone: tzinfo | None,
    *,
    short: bool,
    proof: Proof | None = None,
) -> list[Row]:
    """Everything above the plot; `short` says the most in the fewest rows."""
    rows = list(_blocked(figures)) if figures.blocked else list(_verdict(judged)) if judged else []
    has_runs = bool(judged and judged.health.executions)
    if judged and has_runs:
        told = _brief if short else _figures
        rows += told(judged.health, figures, now, zone)
    if job is None:
        return [*rows, _fact("state", "The state no longer has this job; this is what it did.")]
    if judged is None and not figures.blocked:
        is_wrong = proof is not None and proof.result.drifted
        glyph, tone = looks.of_job(job, DRIFT if is_wrong else None)
        said = DRIFTED if is_wrong else plain(job.status)
        rows.append((Content.styled(f"{glyph} ", f"${tone}"), Content(said)))
    if proof is not None:
        rows.append(_fact("verified", proof_words(proof, now)))
    if short and has_runs:
        return rows
    facts = _facts(job, figures, has_runs=has_runs)
    return [*rows, *(_fact(name, value) for name, value in facts if value)]


def _blocked(figures: Figures) -> Iterator[Row]:
    sentence = Content.assemble((BLOCKED, "bold"), "  ", figures.blocked)
    yield Content.styled(f"{glyphs.FAILED} ", "$failed"), sentence
    yield _fact("", "`moie job JOB pending` allows its attempts anew.")


def _verdict(judged: JudgedJob) -> Iterator[Row]:
    glyph, tone = looks.of_verdict(judged.verdict.status)
    sentence = Content.assemble((judged.verdict.status, "bold"), "  ", plain(judged.verdict.message))
    yield Content.styled(f"{glyph} ", f"${tone}"), sentence


def _brief(health: JobHealth, figures: Figures, now: datetime, zone: tzinfo | None) -> Iterator[Row]:
    """Two rows, where the plot has no room to say what usual is."""
    usual = f"p50 {times.duration(figures.p50)} · p95 {times.duration(figures.p95)}"
    yield _fact("figures", f"{_rates(health)} · {usual}{_flips(figures)}")
    silences = f" · {len(figures.gaps)}× silent" if figures.gaps else ""
    yield _fact("success", _success(health, figures, now, zone) + silences)


def _figures(health: JobHealth, figures: Figures, now: datetime, zone: tzinfo | None) -> Iterator[Row]:
    recent, average = times.percent(health.recent_success_rate), times.duration(health.avg_duration_ms)
    yield _fact("figures", f"{_rates(health)} · last 20: {recent} % · average {average}{_flips(figures)}")
    yield _fact("success", _success(health, figures, now, zone) + _streak(figures))
    newest = figures.gaps[: -SHOWN_GAPS - 1 : -1]
    for at, gap in enumerate(newest):
        yield _fact("" if at else "silent", _silence(gap, now, zone))
    if len(figures.gaps) > len(newest):
        yield _fact("", f"and {len(figures.gaps) - len(newest)}× before")


def _rates(health: JobHealth) -> str:
    return f"{counted(health.total_runs, 'run')}, {times.percent(health.success_rate)} % good"


def _flips(figures: Figures) -> str:
    return f" · {figures.flips} flip{'s' * (figures.flips > 1)}" if figures.flips else ""


def _success(health: JobHealth, figures: Figures, now: datetime, zone: tzinfo | None) -> str:
    at = figures.last_success
    if at is None:
        return f"none of the last {counted(len(health.executions), 'run')}"
    return f"{ago(now - at)} ago, {times.at(at, now, zone)}"


def _streak(figures: Figures) -> str:
    streak = figures.streak
    if streak is None or streak.count < 2 or streak.whole:
        return ""
    return f" · the last {streak.count} runs {'succeeded' if streak.good else 'failed'}"


def _silence(gap: Gap, now: datetime, zone: tzinfo | None) -> str:
    ended = gap.end or now
    back = gap.recovered_at
    good = f", good again {times.when(back, now, zone)}" if back and back != gap.end else ""
    span = f"{ago(ended - gap.start)} from {times.when(gap.start, now, zone)}"
    return f"{span}: late by {ago(gap.late_by)}{good}"


def _facts(job: Job, figures: Figures, *, has_runs: bool) -> Iterator[tuple[str, str]]:
    yield "about", job.description
    yield "command", job.command or ""
    yield "schedule", figures.schedule
    if figures.cadence:
        yield "schedule", f"none is set; its runs suggest {figures.cadence!r}"
    if not has_runs:
        yield "verify", job.verification_cmd or ""


def _name(name: str) -> Content:
    return Content.styled(f"  {name:<9} ", "$faint")


def _fact(name: str, value: str) -> Row:
    return _name(name), Content(plain(value))


def plot_of(runs: Sequence[Execution], selected: Execution | None, figures: Figures) -> Plot:
    """The runs as columns, the selected one marked."""
    at = next((at for at, one in enumerate(runs) if one is selected), None)
    return Plot([(one.duration_ms, one.good) for one in runs], at, figures.p50, figures.p95)


def empty_words(kept: int, rows: int, wanted: str) -> str:
    """What a list without rows says."""
    if not kept:
        return NEVER_RAN
    return f"Nothing matches {plain(wanted)}." if rows and wanted else "None of its runs failed."


def sheet_hints(kept: bool, failures_only: bool, by_kind: bool, narrow: bool) -> tuple[KeyHint, ...]:
    """The keys that lead somewhere now; where there is little room, those one looks for first."""
    leave: KeyHint = ("esc", "back", "screen.leave")
    events: KeyHint = ("events-of", "events", "screen.events")
    if not kept:
        return (events, leave)
    more: tuple[KeyHint, ...] = (
        events,
        ("diff", "compare", "screen.compare"),
        ("copy", "copy", "screen.copy"),
        ("export", "export", "screen.export"),
    )
    return (
        ("enter", "look", "screen.open"),
        *(() if by_kind else (("failures", "all runs" if failures_only else "failures", "screen.failures"),)),
        ("sort", "runs" if by_kind else "kinds", "screen.kinds"),
        ("filter", "filter", "screen.filter"),
        ("output", "output", "screen.output"),
        *((("help", "more", "screen.help"),) if narrow else more),
        leave,
    )
