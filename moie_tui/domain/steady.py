"""Whether time alone changes what is thought of a root, but for ages that nobody is shown."""

from __future__ import annotations

from datetime import datetime

from moie_tui.domain.due import Due
from moie_tui.domain.judge import Judgement


def alike(one: Judgement, other: Judgement) -> bool:
    """Whether two judgements of one view, at two moments, read the same wherever they are shown.

    Rules count in minutes, so that what reads the same a while apart did so all the while."""
    if (one.heartbeat, one.beat_at) != (other.heartbeat, other.beat_at):
        return False
    return one.jobs is other.jobs or _said(one) == _said(other)


def _said(judgement: Judgement) -> list[tuple[object, ...]]:
    return [(one.key, one.verdict, _due(one.due), one.overrun) for one in judgement.jobs]


def _due(due: Due) -> datetime | None:
    """When it is due, None where that is now, whenever one asks."""
    return None if due.is_due and not due.late_by else due.next_at
