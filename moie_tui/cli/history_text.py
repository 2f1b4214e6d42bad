"""What the executions of a job say together: its figures, silences and kinds of failure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from moie_tui.cli.page import Line, table, text
from moie_tui.domain.cadence import suggested
from moie_tui.domain.durations import Streak, flips, p50, p95, streak
from moie_tui.domain.executions import Execution, JobHealth
from moie_tui.domain.health import ago
from moie_tui.domain.history_gaps import Gap, gaps
from moie_tui.domain.rules import rules_of, schedule_of, zone_of_job
from moie_tui.domain.signatures import Signature
from moie_tui.domain.view import SystemView
from moie_tui.tui.times import at, duration
from moie_tui.values import dataclass


@dataclass(frozen=True, slots=True)
class Figures:
    """Durations in milliseconds, None without runs; `suggested` is None where one is set or none fits."""

    p50_ms: float | None
    p95_ms: float | None
    flips: int
    streak: Streak | None
    gaps: tuple[Gap, ...] = ()
    suggested: str | None = None

    def as_json(self) -> dict[str, object]:
        """The keys `history` has beside the contract's."""
        return {
            "gaps": [gap.as_json() for gap in self.gaps],
            "p50_ms": self.p50_ms,
            "p95_ms": self.p95_ms,
            "flips": self.flips,
            "suggested_schedule": self.suggested,
        }


def figures_of(view: SystemView, key: str, executions: Sequence[Execution], now: datetime) -> Figures:
    """The figures of these executions; silences and a schedule only of a job the health document knows."""
    health, figures = view.health.get(key), (p50(executions), p95(executions), flips(executions))
    if health is None:
        return Figures(*figures, streak(executions))
    return Figures(
        *figures,
        streak(executions),
        gaps=_gaps(view, key, health, now),
        suggested=None if _schedule(view, key) else suggested(executions, _zone(view, key)),
    )


def figure_lines(key: str, found: Figures, now: datetime, zone: tzinfo | None) -> Iterator[Line]:
    """The figures, then each silence, newest first, then what schedule would fit."""
    yield text(" · ".join(_figures(found, now, zone)))
    for gap in reversed(found.gaps):
        yield text(_silence(gap, now, zone), "" if gap.end else "late")
    if found.suggested:
        setting = f'jobs: {{"{key}": {{schedule: "{found.suggested}"}}}}'
        yield text(f"It keeps a rhythm; in config.yaml this would hold it to it: {setting}")


def kind_table(kinds: Sequence[Signature], now: datetime, zone: tzinfo | None) -> list[Line]:
    """The failures by kind: how many, from when to when, the last good run before, and what was said."""
    return table([_kind(kind, now, zone) for kind in kinds], right=(0,))


def _figures(found: Figures, now: datetime, zone: tzinfo | None) -> Iterator[str]:
    yield f"p50 {duration(found.p50_ms)}"
    yield f"p95 {duration(found.p95_ms)}"
    yield "1 flip" if found.flips == 1 else f"{found.flips} flips"
    if (now_so := found.streak) is not None:
        since = f" since {at(now_so.since, now, zone)}" if now_so.since else ""
        or_longer = " or longer" if now_so.whole and now_so.since else ""
        yield f"{'good' if now_so.good else 'failing'}{since}{or_longer} ({now_so.count} in a row)"


def _silence(gap: Gap, now: datetime, zone: tzinfo | None) -> str:
    late, began = f"late by {ago(gap.late_by)}", at(gap.start, now, zone)
    if gap.end is None:
        return f"silent {ago(now - gap.start)} since {began}, {late}"
    recovered = f"recovered {at(gap.recovered_at, now, zone)}" if gap.recovered_at else "not recovered since"
    return f"silent {ago(gap.end - gap.start)} from {began} to {at(gap.end, now, zone)}, {late}, {recovered}"


def _kind(kind: Signature, now: datetime, zone: tzinfo | None) -> tuple[Line, ...]:
    def told(word: str, moment: datetime | None) -> Line:
        return text(f"{word} {at(moment, now, zone)}" if moment else "", "faint")

    good = (
        told("good before", kind.last_good_before)
        if kind.last_good_before
        else text("no good one before", "faint")
    )
    return (
        text(f"{kind.count}×"),
        told("first", kind.first_seen),
        told("last", kind.last_seen),
        good,
        text(kind.text),
    )


def _gaps(view: SystemView, key: str, health: JobHealth, now: datetime) -> tuple[Gap, ...]:
    job = view.state.job(key) if view.state else None
    try:
        rules = rules_of(key, job, view.settings, view.zone)
    except ValueError:
        return ()  # `status` and `doctor` say what is wrong with its schedule; without it nothing was due
    is_running = any(run.job == key for run in view.runs)
    return gaps(health, rules, None if is_running else now)


def _schedule(view: SystemView, key: str) -> str:
    return schedule_of(view.state.job(key) if view.state else None, view.settings.job(key))


def _zone(view: SystemView, key: str) -> tzinfo | None:
    """The zone in which its cron lines are read."""
    try:
        return zone_of_job(view.settings.job(key), view.zone)
    except ValueError:
        return view.zone  # `doctor` says that there is no such zone
