"""Who did what, what does not get on, and what the log calls bad."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import datetime

from moie_tui.domain.away.item import OTHER, SHOWN, Item
from moie_tui.domain.condition import MIRROR, SNAPSHOTS, STUCK, Condition
from moie_tui.domain.event import CRITICAL, ERROR, INFO, WARNING, Event
from moie_tui.domain.plan import OperationRecord
from moie_tui.domain.stuck import BLOCKED
from moie_tui.domain.text import plain, shorten
from moie_tui.domain.view import SystemView

_OFTEN = ("pulse", "record", "run", "start")
"""Acts that go well all the time; only one that failed is news."""
_STANDING = (STUCK, BLOCKED, SNAPSHOTS, MIRROR)
_ROUTINE = ("heartbeat", "job", "operation", "snapshot", "config", "alert")
"""Categories whose events are told by what became of the things they are about."""


def acts_news(operations: Sequence[OperationRecord], since: datetime) -> Iterator[Item]:
    """What others did; pulses are told by what became of things."""
    for one in operations:
        failed = one.outcome == "failed" or not one.finished
        if one.at <= since or (one.kind in _OFTEN and not failed):
            continue
        who = plain(one.origin.split(" pid ")[0])
        how = plain(one.message or one.outcome or "did not finish")
        what = shorten(f"{plain(one.kind)} by {who}: {how}", SHOWN)
        yield Item(f"act:{one.id}", ERROR if failed else INFO, one.at, what, OTHER, ("operation", one.id))


def standing_news(found: Iterable[Condition], known: Container[str], view: SystemView) -> Iterator[Item]:
    """Alerts of now that were none then, and that nothing else tells of; `known` are the keys of then."""
    for one in found:
        if one.kind in _STANDING and one.key not in known:
            is_job = view.state is not None and view.state.job(one.subject) is not None
            pane = "phases" if one.kind in (STUCK, BLOCKED) else "snapshots"
            place = ("job", one.subject) if is_job else ("pane", pane)
            yield Item(one.key, one.level, one.since, one.message, OTHER, place)


def events_news(events: Sequence[Event], told: Container[str]) -> Iterator[Item]:
    """What the log calls bad and nothing else tells of: each sentence once, how often, and when last."""
    known: dict[tuple[str, str], list[Event]] = {}
    for one in events:
        loud = one.level in (CRITICAL, ERROR) or (one.level == WARNING and one.category == "trust")
        if loud and one.category not in told and (one.level == CRITICAL or one.category not in _ROUTINE):
            known.setdefault((one.category, one.message), []).append(one)
    for (category, message), found in known.items():
        times = f" ({len(found)} times)" if len(found) > 1 else ""
        last = found[-1]
        what = shorten(plain(f"{category}: {message}"), SHOWN) + times
        yield Item(
            f"event:{category}:{message}", last.level, last.timestamp, what, OTHER, ("event", ""), last
        )
