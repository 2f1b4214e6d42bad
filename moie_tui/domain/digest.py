"""What happened while nobody looked: only what is new, the worst first, and all of it in one line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from moie_tui.domain.alerts import conditions
from moie_tui.domain.amounts import counted
from moie_tui.domain.away.item import DONE, FAILED, GOOD, OTHER, RANKS, RECOVERED, Item
from moie_tui.domain.away.jobs import jobs_news
from moie_tui.domain.away.log import acts_news, events_news, standing_news
from moie_tui.domain.away.root import beats_of, documents_news, heart_news, phases_passed, state_news
from moie_tui.domain.event import Event
from moie_tui.domain.judge import judge
from moie_tui.domain.view import SystemView
from moie_tui.values import dataclass


@dataclass(frozen=True, slots=True)
class Digest:
    """The time between two moments. `whole`: the log was read back to the first of them."""

    since: datetime
    until: datetime
    beats: int = 0
    items: tuple[Item, ...] = ()
    phases: str = ""
    whole: bool = True

    @property
    def line(self) -> str:
        """ "13 beats, 1 job failed, 2 recovered, phase 2→5"."""
        more = "" if self.whole else "at least "
        parts = [f"{more}{counted(self.beats, 'beat')}" if self.beats else "no beat"]
        tally = {word: sum(one.counts == word for one in self.items) for word in (FAILED, RECOVERED, DONE)}
        if tally[FAILED]:
            parts.append(f"{counted(tally[FAILED], 'job')} failed")
        if tally[RECOVERED]:
            parts.append(f"{tally[RECOVERED]} recovered")
        if tally[DONE]:
            parts.append(f"{counted(tally[DONE], 'job')} done")
        if self.phases:
            parts.append(f"phase {self.phases}")
        others = sum(one.counts == OTHER for one in self.items)
        if others:
            parts.append(f"{others} more")
        return ", ".join(parts) if len(parts) > 1 else f"{parts[0]}, nothing else"

    @property
    def worst(self) -> str:
        """The level of the worst item, GOOD without any."""
        return self.items[0].level if self.items else GOOD


def digest(
    then: SystemView | None,
    now_view: SystemView,
    events: Sequence[Event],
    since: datetime,
    now: datetime,
    *,
    whole: bool = True,
) -> Digest:
    """What became of the root since `then` (None: not known); `events` are those since, in order."""
    judgement = judge(now_view, now)
    before = judge(then, since) if then is not None else None
    standing = {one.key for one in conditions(then, before, since)} if then and before else set[str]()
    items = [
        *documents_news(then, now_view, now),
        *heart_news(now_view, judgement, events, since, now),
        *jobs_news(before, judgement, since, now),
        *state_news(then, now_view, since, now),
        *acts_news(now_view.operations, since),
        *standing_news(conditions(now_view, judgement, now), standing, now_view),
        *events_news(events, {"state"} if now_view.state_problem else set()),
    ]
    ordered = sorted(items, key=lambda one: (RANKS.index(one.level), -one.at.timestamp()))
    return Digest(
        since=since,
        until=now,
        beats=len(beats_of(events)),
        items=tuple(ordered),
        phases=phases_passed(then, now_view),
        whole=whole,
    )
