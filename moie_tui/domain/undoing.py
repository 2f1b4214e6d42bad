"""What taking an operation back would still change, as far as its record tells."""

from __future__ import annotations

from moie_tui.domain.plan import (
    EXECUTION,
    FILE,
    HEARTBEAT,
    HOLD,
    MEND,
    MODE,
    PIN,
    PRUNE,
    QUIET,
    SCHEMA,
    SNAPSHOT,
    Effect,
    OperationRecord,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.state import State

_OF_A_JOB = len(("phases", "2", "jobs", "2.1", "status"))
_BESIDE_THE_STATE = (PRUNE, PIN, SCHEMA, EXECUTION, FILE, MEND, MODE, HOLD, QUIET)


def leaves_something(record: OperationRecord, last_heartbeat: object) -> bool:
    """Whether undoing it would change anything, when the state's heartbeat is `last_heartbeat`.

    A pulse that only stamped its heartbeat leaves nothing once the heart beat again."""
    return any(_leaves(record, effect, last_heartbeat) for effect in record.effects)


def could_leave(record: OperationRecord) -> bool:
    """Whether it did anything an undo could take back, whatever came of that since."""
    changed = any(change.before != change.after for change in record.files)
    return changed or any(
        effect.kind == HEARTBEAT or _leaves(record, effect, None) for effect in record.effects
    )


def changed_since(record: OperationRecord, state: State) -> str:
    """The first job whose status is neither what the operation made of it nor what it was before, if any.

    An undo finds all that stands in its way; this is what can be told from the state alone."""
    of_jobs = (one for one in record.effects if len(one.path) == _OF_A_JOB)
    meant = {one.path[3]: one for one in of_jobs if one.path[-1] == "status"}
    if not meant:
        return ""
    jobs = ((job.key, job.status) for _, job in state.jobs())
    return next((f"job {key}" for key, now in jobs if key in meant and _is_other(meant[key], now)), "")


def _is_other(effect: Effect, now: str) -> bool:
    return now not in (effect.before, effect.after)


def _leaves(record: OperationRecord, effect: Effect, last_heartbeat: object) -> bool:
    if effect.kind == HEARTBEAT:
        return effect.after == last_heartbeat
    if effect.kind == SNAPSHOT:
        return record.kind in ("backup", "undo")
    return bool(effect.path) or effect.kind in _BESIDE_THE_STATE
