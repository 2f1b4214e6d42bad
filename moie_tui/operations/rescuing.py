"""What may be done while the state can't be read: bring it back, and lose nothing that could."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from moie_tui.domain.errors import InvalidDocument, MoieError, Refused, UsageError
from moie_tui.domain.plan import ABSENT, PRUNE, SCHEMA, Effect
from moie_tui.domain.snapshot import ROLLBACK, Snapshot
from moie_tui.storage.snapshot_names import LATEST
from moie_tui.storage.state_file import parsed
from moie_tui.storage.stores import Stores
from moie_tui.storage.way_out import BY_ROLLBACK, WITHOUT_SNAPSHOT


def state_error(stores: Stores) -> InvalidDocument | None:
    """Why the state can't be read, None when it can."""
    try:
        stores.state.read()
    except InvalidDocument as error:
        return error
    return None


def require_way_back(
    stores: Stores, effects: Iterable[Effect], after: Mapping[str, bytes | None], *, named: bool
) -> None:
    """Refuses, while the state can't be read, what does not bring it back.

    What the operator named may bring back other things too, as long as it takes no snapshot away."""
    error = state_error(stores)
    if error is None or _brings_back(stores, effects, after):
        return
    takes = any(one.kind == PRUNE and one.after is ABSENT for one in effects)
    if named and not takes:
        return
    why = "would remove a snapshot, and" if takes else "would not bring it back, and"
    what = f"this undo {why} the state can't be read: {error.where}: {error.what}"
    raise Refused(what, fix=BY_ROLLBACK)


def _brings_back(stores: Stores, effects: Iterable[Effect], after: Mapping[str, bytes | None]) -> bool:
    """Whether the live state, as it is to be afterwards, can be read."""
    moved = next((one.after for one in effects if one.kind == SCHEMA), None)
    version = moved if isinstance(moved, int) else stores.state.require_live_version()
    name = stores.state.path(version).name
    data = after.get(name)
    try:
        if data is None:
            return name not in after and stores.state.read(version) is not None and moved is not None
        parsed(data, name, version)
    except MoieError:
        return False
    return True


def how_new(stores: Stores, found: Snapshot) -> str:
    """Whether it is the newest snapshot: whoever asked for it may not have it in sight."""
    newer = sum(one.sequence > found.sequence for one in stores.snapshots.all())
    return f"{newer} newer" if newer else "the newest"


def chosen(
    stores: Stores, wanted: str, restored: Callable[[Snapshot], object]
) -> tuple[Snapshot, tuple[str, ...]]:
    """The snapshot to go back to; `latest` is the newest that `restored` takes, with a word on each newer.

    What rollbacks kept counts only when the state can't be read and nothing else is sound."""
    if wanted != LATEST:
        return stores.snapshots.find(wanted), ()
    broken = state_error(stores) is not None
    rows = [one for one in stores.snapshots.all() if broken or one.reason != ROLLBACK]
    passed: list[str] = []
    for row in sorted(rows, key=lambda one: (one.reason != ROLLBACK, one.sequence), reverse=True):
        try:
            restored(row)
        except (InvalidDocument, UsageError) as error:
            passed.append(f"newer, but passed over: {error.what}")
        else:
            return row, tuple(passed)
    if passed:
        what = f"none of the {len(passed)} snapshots can be restored, the newest because: {passed[0]}"
        raise Refused(what.replace("newer, but passed over: ", ""), fix="`moie doctor --fix` asks the mirror")
    fix = WITHOUT_SNAPSHOT.partition(": ")[2] if broken else "take one with `moie backup`"
    raise UsageError("there is no snapshot", fix=fix)
