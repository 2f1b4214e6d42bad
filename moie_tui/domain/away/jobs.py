"""Endless jobs: which failed, came late, or are well again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from moie_tui.domain.amounts import counted
from moie_tui.domain.away.item import FAILED, GOOD, OTHER, RECOVERED, SHOWN, Item
from moie_tui.domain.event import ERROR, WARNING
from moie_tui.domain.executions import Execution, last_line
from moie_tui.domain.health import HEALTHY, STALE, UNHEALTHY
from moie_tui.domain.judge import JudgedJob, Judgement
from moie_tui.domain.text import plain, shorten


def jobs_news(before: Judgement | None, after: Judgement, since: datetime, now: datetime) -> Iterator[Item]:
    """One item a job at most: what it failed, that it is late, or that it is well again."""
    known = {one.key: one for one in before.jobs} if before else {}
    for one in after.jobs:
        yield from _job(known.get(one.key), one, since, now)


def _job(before: JudgedJob | None, one: JudgedJob, since: datetime, now: datetime) -> Iterator[Item]:
    runs = [run for run in one.health.executions if run.at is not None and run.at > since]
    failed = [run for run in runs if not run.good]
    name, status = plain(f"{one.key} {one.task}".strip()), one.verdict.status
    was = before.verdict.status if before else ""
    place = ("watched", one.key)
    many = f"{len(failed)} of {counted(len(runs), 'run')} failed"
    if failed and (not runs[-1].good or status == UNHEALTHY):
        said = shorten(plain(last_line(failed[-1].error)), SHOWN)
        what = f"{name}: {many}{f', last: {said}' if said else ''}"
        yield Item(f"job:{one.key}", ERROR, failed[-1].at or now, what, FAILED, place)
    elif status == STALE and was != STALE:
        at = one.verdict.since or now
        yield Item(f"job:{one.key}", WARNING, at, f"{name}: {one.verdict.message}", OTHER, place)
    elif failed or (was in (STALE, UNHEALTHY) and status == HEALTHY):
        how = many if failed else f"was {was}"
        yield Item(
            f"job:{one.key}", GOOD, _last(runs, now), f"{name}: {how}, and is well again", RECOVERED, place
        )


def _last(runs: Sequence[Execution], now: datetime) -> datetime:
    return next((run.at for run in reversed(runs) if run.at is not None), now)
