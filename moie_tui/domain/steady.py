"""Whether time alone changes what is thought of a root, but for ages that nobody is shown."""

from __future__ import annotations

from datetime import datetime

from moie_tui.domain.due import Due
from moie_tui.domain.judge import Judgement


def alike(one: Judgement, other: Judgement) -> bool:
    """Whether two judgements of one view, at two moments, read the same wherever they are shown.

    Rules count in minutes, so that what reads the same a while apart did so all the while."""
    return _said(one) == _said(other)


def _said(judgement: Judgement) -> tuple[object, ...]:
    jobs = [(one.key, one.verdict, _due(one.due), one.overrun) for one in judgement.jobs]
    return judgement.heartbeat, judgement.beat_at, jobs


def _due(due: Due) -> datetime | None:
    """When it is due, None where that is now, whenever one asks."""
    return None if due.is_due and not due.late_by else due.next_at
