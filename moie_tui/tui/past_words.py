"""What a view of the past says of itself: its moment, what its state rests on, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from moie_tui.domain.amounts import counted, named
from moie_tui.domain.health import ago
from moie_tui.domain.past import AsOf
from moie_tui.domain.text import plain
from moie_tui.tui.times import at

MARK = "▮"
AS_OF = f"{MARK} AS OF"
NAMED = 3
"""So many jobs are named whose history ends."""


def moment_words(past: AsOf, now: datetime, zone: tzinfo | None) -> str:
    """When it was: "14:05:10 · 2h 3m ago"."""
    return f"{at(past.at, now, zone)} · {ago(max(timedelta(0), now - past.at))} ago"


def basis_words(past: AsOf, zone: tzinfo | None) -> tuple[str, str]:
    """What the state rests on, long and short."""
    if past.copy_at is None:
        oldest = f"the oldest copy is of {at(past.oldest_copy, past.at, zone)}" if past.oldest_copy else ""
        return f"the state is not known: {oldest or 'no copy of it is kept'}", "state not known"
    taken = at(past.copy_at, past.at, zone)
    if past.by_beat is not None:
        beat = at(past.by_beat, past.at, zone)
        if not past.copy:
            return f"state as left at {beat}, and live still", "state as now"
        kept = f"snapshot {plain(past.copy)}"
        return f"state as left at {beat}, kept in {kept} of {taken}", f"kept in {kept}"
    more = f" and {counted(past.acts, 'operation')} after it" if past.acts else ""
    short = f" +{past.acts}" if past.acts else ""
    return f"state as of snapshot {plain(past.copy)}, {taken}{more}", f"snapshot {plain(past.copy)}{short}"


def gap_words(past: AsOf, zone: tzinfo | None) -> Iterator[str]:
    """What is not known of that moment, a sentence each."""
    if past.unsure_until is not None:
        until = at(past.unsure_until, past.at, zone)
        yield f"another program wrote the state by {until}: what of it was so at this moment is not known"
    if past.runs_from:
        jobs = [f"{plain(key)} from {at(since, past.at, zone)}" for key, since in past.runs_from.items()]
        yield f"runs are kept only of {named(jobs, NAMED)} on"
    if not past.config_known:
        yield "the config of then is not known: that of now is used"
