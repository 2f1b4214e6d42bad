"""Taking back what an operation did outside the state: snapshots, pins, executions, the live version."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC
from functools import partial
from pathlib import PurePath

from moie_tui.domain.config_changes import CONFIG
from moie_tui.domain.errors import Refused
from moie_tui.domain.plan import (
    ABSENT,
    EXECUTION,
    HOLD,
    MEND,
    MODE,
    PIN,
    PRUNE,
    PRUNED,
    QUIET,
    SCHEMA,
    SNAPSHOT,
    Effect,
    FileChange,
    OperationRecord,
)  # fmt: skip
from moie_tui.domain.snapshot import Snapshot
from moie_tui.domain.state import LATEST_VERSION
from moie_tui.domain.timestamps import moment_of
from moie_tui.operations.pins import set_pin
from moie_tui.operations.unmending import unmended
from moie_tui.storage.config_file import CONFIG_NAME
from moie_tui.storage.health_file import HEALTH_NAME
from moie_tui.storage.stores import Stores
from moie_tui.values import dataclass


@dataclass(frozen=True)
class Sidestep:
    """One change to take back: how it shows, how it is done, and the file whose bytes are kept for it."""

    effect: Effect
    act: Callable[[], None]
    file: str = ""
    bytes: bytes | None = None


def sidesteps(stores: Stores, record: OperationRecord) -> tuple[Sidestep, ...]:
    """All that goes back besides the state files, in the order it was done.

    What is so already yields nothing: an undo that was killed may have got that far."""
    return tuple(_steps(stores, record))


def _steps(stores: Stores, record: OperationRecord) -> Iterator[Sidestep]:
    by_name = {PurePath(file.path).name: file for file in record.files}
    for effect in record.effects:
        if effect.kind == SNAPSHOT and record.kind in ("backup", "undo"):
            yield from _remove(stores, effect)
        elif effect.kind == PRUNE:
            yield from _bring_back(stores, effect, by_name.get(effect.target))
        elif effect.kind == PIN:
            yield from _pin(stores, effect)
        elif effect.kind == SCHEMA:
            yield from _schema(stores, record, effect)
        elif effect.kind == EXECUTION:
            yield from _execution(stores, record, effect)
        elif effect.kind == CONFIG and effect is record.effects[0]:
            # All of them are in one file, which goes back as a whole.
            whole = Effect(CONFIG, CONFIG_NAME, "as before", "as edited")
            yield from (Sidestep(*way) for way in unmended(stores, record, whole))
        elif effect.kind in (MEND, MODE, HOLD, QUIET):
            yield from (Sidestep(*way) for way in unmended(stores, record, effect))


def place(snapshot: Snapshot) -> str:
    """The path of a snapshot's file in the root."""
    return str(PurePath("backups", "kept" if snapshot.kept else "", snapshot.name))


def _remove(stores: Stores, effect: Effect) -> Iterator[Sidestep]:
    found = _snapshot(stores, effect.target)
    if found is None:
        return
    shown = Effect(PRUNE, effect.target, effect.after, ABSENT)
    act = partial(stores.snapshots.remove, found)
    yield Sidestep(shown, act, place(found), stores.snapshots.read(found))


def _snapshot(stores: Stores, name: str) -> Snapshot | None:
    return next((one for one in stores.snapshots.all() if one.name == name), None)


def _bring_back(stores: Stores, effect: Effect, file: FileChange | None) -> Iterator[Sidestep]:
    if _snapshot(stores, effect.target) is not None:
        return
    data = stores.operations.old_bytes(file.before) if file and file.before else None
    if data is None:
        raise Refused(f"the bytes of snapshot {effect.target} are no longer kept, it can't come back")
    act = partial(stores.snapshots.restore_removed, effect.target, data)
    yield Sidestep(Effect(SNAPSHOT, effect.target, PRUNED, effect.before), act)


def _pin(stores: Stores, effect: Effect) -> Iterator[Sidestep]:
    found = _snapshot(stores, effect.target)
    if found is not None and found.pinned != bool(effect.before):
        back = Effect(PIN, effect.target, effect.after, effect.before)
        yield Sidestep(back, partial(set_pin, stores, effect.target, bool(effect.before)))


def _schema(stores: Stores, record: OperationRecord, effect: Effect) -> Iterator[Sidestep]:
    version = effect.before
    if not isinstance(version, int) or not 1 <= version <= LATEST_VERSION:
        raise _damaged(record)
    live = stores.state.live_version()
    if live == version:
        return
    if live != effect.after:
        what = f"operation {record.id} is about v{effect.after}, but v{live} is the live state now"
        raise Refused(what, fix="undo the migration that came after it first: `moie operations` names it")
    back = Effect(SCHEMA, effect.target, effect.after, effect.before)
    yield Sidestep(back, partial(stores.state.record_live, version))


def _damaged(record: OperationRecord) -> Refused:
    what = f"the operation log's lines on {record.id} are damaged, so it can't be taken back"
    return Refused(what, fix="`moie rollback` to a snapshot instead")


def _execution(stores: Stores, record: OperationRecord, effect: Effect) -> Iterator[Sidestep]:
    known = effect.after if effect.after is not ABSENT else effect.before
    at = moment_of(known.get("at"), UTC) if isinstance(known, dict) else None
    if at is None or not isinstance(known, dict) or not known.keys() >= {"status", "duration_ms", "error"}:
        raise _damaged(record)
    job = effect.target.removeprefix("job ")
    if stores.health.has(job, at, stores.zone) is (effect.after is ABSENT):
        return
    back = Effect(EXECUTION, effect.target, effect.after, effect.before)
    data = (stores.root / HEALTH_NAME).read_bytes() if (stores.root / HEALTH_NAME).exists() else None
    if effect.after is ABSENT:
        act = partial(
            stores.health.record, job, known["status"], known["duration_ms"], known["error"],
            at=at, zone=stores.zone, version=stores.state.require_live_version(),
            extra={key: known[key] for key in ("run_id", "exit_code") if key in known},
        )  # fmt: skip
        yield Sidestep(back, act, HEALTH_NAME, data)
    else:
        yield Sidestep(back, partial(stores.health.forget, job, at, stores.zone), HEALTH_NAME, data)
