"""What is not well with a heart: a beat that is late, false, unreadable, never came, or was rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from moie_tui.domain.condition import HEARTBEAT, Condition, condition
from moie_tui.domain.event import CRITICAL
from moie_tui.domain.health import CLOCK_SKEW, NEVER_RUN, STALE, ago
from moie_tui.domain.put_back import put_back
from moie_tui.domain.timestamps import moment_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.judge import Judgement
    from moie_tui.domain.view import SystemView


def of_heart(view: SystemView, judgement: Judgement, now: datetime) -> Iterator[Condition]:
    """The one condition of the heart, if it has one; the state can be read."""
    state, verdict = view.state, judgement.heartbeat
    assert state is not None
    written = view.written.get("state", now)
    if verdict.status == STALE and verdict.since is not None:
        plain = _beat(HEARTBEAT, f"the heartbeat is stale, {verdict.message}", verdict.since)
        yield _of_before(view, judgement, now) or plain
    elif verdict.status == CLOCK_SKEW:
        yield _beat(CLOCK_SKEW, f"the heartbeat lies {verdict.message}", written, moving=True)
    elif verdict.status == NEVER_RUN and state.last_heartbeat is not None:
        yield _beat(HEARTBEAT, "the time of the heartbeat can't be read", written, moving=True)
    elif verdict.status == NEVER_RUN:
        born = moment_of(state.boot_time, view.zone) or written
        if now - born > judgement.limit:
            what = f"the heart has not beaten once in {ago(now - born)}"
            plain = _beat(HEARTBEAT, what, born + judgement.limit, moving=True)
            yield _of_before(view, judgement, now) or plain


def _of_before(view: SystemView, judgement: Judgement, now: datetime) -> Condition | None:
    """That a rollback took the last stamp, where one did; the heart itself may be well."""
    found = put_back(view.events, judgement.beat_at)
    # An old stamp alone may be that of another program with another clock.
    if found is None or (found.act is None and found.stamp is not None):
        return None
    if not found.explains(now, judgement.limit):
        lost = f"the heart has not beaten for {ago(now - found.beat_at)}"
    else:
        lost = "the heartbeat is stale" if found.stamp else "the state tells of no heartbeat"
    since = found.act.timestamp if found.act else found.beat_at
    return _beat(HEARTBEAT, f"{lost}: {found.words(now)}", since, moving=True)


def _beat(kind: str, message: str, since: datetime, *, moving: bool = False) -> Condition:
    return condition(HEARTBEAT, kind, CRITICAL, HEARTBEAT, message, since, moving=moving)
