"""A state from before that is here again, and with it the stamp of an older beat, or none at all."""

from __future__ import annotations

from datetime import datetime, timedelta

from moie_tui.domain.amounts import ago
from moie_tui.domain.event import Event
from moie_tui.domain.late_events import newest_of
from moie_tui.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

ONE_BEAT = timedelta(seconds=90)
"""A stamp and the event of its pulse lie no further apart."""
_PULSE, _ROLLBACK, _UNDO = "heartbeat", "rollback", "undo"


@dataclass(frozen=True, slots=True)
class PutBack:
    """The stamp that is here (None: there is none), the newest beat, which it is not of, and the act that put
    it back; None where the log tells of none: a file may be copied by hand."""

    stamp: datetime | None
    beat_at: datetime
    act: Event | None = None

    def explains(self, now: datetime, limit: timedelta) -> bool:
        """Whether the heart would not be silent otherwise: it beat within its limit."""
        return timedelta() <= now - self.beat_at <= limit

    def words(self, now: datetime) -> str:
        """What happened when, and what mends it, as the end of a sentence."""
        old = "from before the first heartbeat"
        if self.stamp is not None:
            old = f"whose last heartbeat is {ago(now - self.stamp)} old"
        if self.act is None:
            said = f"an older state was put back, one {old}"
        elif self.act.category == _ROLLBACK:
            said = f"rolled back {ago(now - self.act.timestamp)} ago to a snapshot {old}"
        else:
            said = f"an undo {ago(now - self.act.timestamp)} ago put back a state {old}"
        return f"{said}; the next beat mends it"


def put_back(events: Sequence[Event], stamp: datetime | None) -> PutBack | None:
    """Told by a pulse later than the stamp: the heart beat, and the state does not know of it."""
    newest = next((one for one in newest_of(events, _PULSE) if "outcome" in one.metadata), None)
    if newest is None or (stamp is not None and newest.timestamp <= stamp + ONE_BEAT):
        return None
    acts = [next(newest_of(events, category), None) for category in (_ROLLBACK, _UNDO)]
    later = [one for one in acts if one is not None and one.timestamp >= newest.timestamp]
    return PutBack(stamp, newest.timestamp, max(later, key=lambda one: one.timestamp, default=None))
