"""What a coming beat does, in a few words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache

from moie_tui.domain.amounts import named
from moie_tui.domain.coming.beat import (
    BLOCKED,
    CYCLIC,
    HAND,
    HELD,
    PROMOTE,
    REFUSED,
    REST,
    RUNNING,
    START,
    VERIFY,
    WAIT,
    Beat,
    Forecast,
)
from moie_tui.domain.forecast import forecast
from moie_tui.domain.judge import Judgement
from moie_tui.domain.text import plain
from moie_tui.domain.view import SystemView
from moie_tui.tui import glyphs
from moie_tui.tui.pieces import Line, Piece, wrapped
from moie_tui.tui.times import duration

LABEL = 6
NAMED = 4
"""Jobs that are named; of more only how many."""
LOOKS: dict[str, Piece] = {
    VERIFY: (glyphs.PENDING, "waiting"),
    START: (glyphs.RUNNING, "waiting"),
    RUNNING: (glyphs.RUNNING, "waiting"),
    PROMOTE: (glyphs.OK, "ok"),
    CYCLIC: (glyphs.CYCLIC, "ok"),
    REST: (glyphs.OK, "ok"),
    WAIT: (glyphs.PAUSED, "waiting"),
    HELD: (glyphs.PAUSED, "waiting"),
    HAND: (glyphs.LATE, "late"),
    BLOCKED: (glyphs.FAILED, "failed"),
    REFUSED: (glyphs.FAILED, "failed"),
}


def beat_words(beat: Beat) -> str:
    """Its step and its starts: "verifies job 2.1 · starts 5.1, 5.2"."""
    started = [plain(one.job) for one in beat.starts]
    starts = f"starts {named(started, NAMED)}" if started else ""
    return " · ".join(part for part in (plain(beat.what), starts) if part)


def span_words(span: timedelta | None) -> str:
    """How long something takes; "" when nobody knows."""
    return "" if span is None else duration(span.total_seconds() * 1000)


# One for the pane and one for the list: each keeps a whole view with a megabyte of what hangs on it.
@lru_cache(maxsize=2)
def known_forecast(view: SystemView, moment: datetime, most: int) -> Forecast:
    """The forecast of a view, worked out once for each moment that is asked for."""
    return forecast(view, moment, most=most)


def moment_for(view: SystemView, judgement: Judgement | None, now: datetime) -> datetime:
    """A moment that stays the same as long as the forecast does: a late heart's moves on by the minute, or by
    the second where one beats more often than that."""
    beat = judgement.beat_at if judgement else None
    if judgement is None or beat is None:
        return now.replace(second=0, microsecond=0)
    if beat + judgement.interval >= now:
        return view.read_at
    return now.replace(microsecond=0, second=now.second if judgement.interval < timedelta(minutes=1) else 0)


def next_lines(view: SystemView, judgement: Judgement, now: datetime, width: int) -> Iterator[Line]:
    """What the next beat does, for the pane of the heart; a hold is said there already."""
    found = known_forecast(view, moment_for(view, judgement, now), 1)
    for beat in found.beats[:1]:
        if beat.kind == HELD:
            return
        # Below a beat that is overdue, "nothing is due" would be taken for a contradiction.
        is_idle = found.overdue and beat.kind == CYCLIC and not beat.starts
        said = "starts no job" if is_idle else beat_words(beat)
        tone = LOOKS[beat.kind][1] if beat.kind in (HAND, BLOCKED, REFUSED) else ""
        for number, line in enumerate(wrapped(said, max(8, width - LABEL), tone, most=2)):
            yield ((("" if number else "does").ljust(LABEL), "faint"), *line)
