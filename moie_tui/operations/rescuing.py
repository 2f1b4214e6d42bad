"""What may be done while the state can't be read: bring it back, and lose nothing that could."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from moie_tui.domain.errors import InvalidDocument, MoieError, Refused
from moie_tui.domain.plan import ABSENT, PRUNE, SCHEMA, Effect
from moie_tui.storage.state_file import parsed
from moie_tui.storage.stores import Stores


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
    raise Refused(what, fix="`moie rollback` brings back the newest sound snapshot")


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
