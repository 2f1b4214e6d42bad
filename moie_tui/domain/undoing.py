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


def _leaves(record: OperationRecord, effect: Effect, last_heartbeat: object) -> bool:
    if effect.kind == HEARTBEAT:
        return effect.after == last_heartbeat
    if effect.kind == SNAPSHOT:
        return record.kind in ("backup", "undo")
    return bool(effect.path) or effect.kind in _BESIDE_THE_STATE
