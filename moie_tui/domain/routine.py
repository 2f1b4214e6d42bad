"""What happens by itself all day long, and what somebody did or what changed something."""

from __future__ import annotations

from moie_tui.domain.beaters import BY_ITSELF
from moie_tui.domain.plan import EXECUTION, HEARTBEAT, RETENTION, RUN, SNAPSHOT, OperationRecord

_OFTEN = ("pulse", "run", "record")
_USUAL = frozenset((EXECUTION, HEARTBEAT, RETENTION, RUN, SNAPSHOT))
"""What each beat and each run leaves."""


def is_routine(record: OperationRecord) -> bool:
    """Whether it came by itself, ended well, and only beat or recorded a run."""
    came_by_itself = record.scheduled or way_of_origin(record.origin) in BY_ITSELF
    ended_well = record.finished and record.outcome != "failed" and not record.undone_by
    usual = record.kind in _OFTEN and all(effect.kind in _USUAL for effect in record.effects)
    return came_by_itself and ended_well and usual


def way_of_origin(origin: str) -> str:
    """From where, of "me@host no tty pid 7"; "" where an origin was not written by us."""
    return origin.partition(" pid ")[0].partition(" ")[2]
