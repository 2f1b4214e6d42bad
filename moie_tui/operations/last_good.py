"""What a rollback loses when the state itself can't be asked: held against the newest snapshot that can."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from moie_tui.domain.diff import diff
from moie_tui.domain.errors import MoieError
from moie_tui.domain.health import ago
from moie_tui.domain.plan import HEARTBEAT, Effect
from moie_tui.domain.snapshot import ROLLBACK, Snapshot
from moie_tui.operations.carry import carried
from moie_tui.storage.state_file import parsed
from moie_tui.storage.stores import Stores
from moie_tui.values import dataclass


@dataclass(frozen=True)
class Comparison:
    """What leads from the last good reading to a snapshot, and the sentence that says what was compared."""

    effects: tuple[Effect, ...] = ()
    words: str = ""


def against_last_good(
    stores: Stores, found: Snapshot | None, target: dict[str, Any], version: int, now: datetime
) -> Comparison:
    """What `target`, the document of `found` if it is one of a snapshot, takes from the newest sound one."""
    for row in sorted(stores.snapshots.all(), key=lambda one: one.sequence, reverse=True):
        if found is not None and row.id == found.id:
            return Comparison(
                words="This is the newest snapshot that can be read; what was done since is not known."
            )
        if (base := _document(stores, row, version, now)) is not None:
            effects = diff(base, target)
            name = f"snapshot {row.id}, {ago(now - row.taken_at)} old, the last good reading"
            return Comparison(effects, f"Compared with {name}" + (":" if effects else ": nothing differs."))
    return Comparison()


def newer_than_last_good(
    stores: Stores, found: Snapshot, live: dict[str, Any], version: int, now: datetime
) -> Comparison:
    """What of the state is newer than its last good copy: going back to that one would take only this.

    Nothing is said where `found` itself is the last good one, or where only the heart beat since."""
    rows = [one for one in stores.snapshots.all() if one.reason != ROLLBACK and not one.damaged]
    for row in sorted(rows, key=lambda one: one.sequence, reverse=True):
        if row.sequence <= found.sequence:
            break
        if (base := _document(stores, row, version, now)) is None:
            continue
        effects = tuple(one for one in diff(live, base) if one.kind != HEARTBEAT)
        name = f"snapshot {row.id}, {ago(now - row.taken_at)} old"
        words = f"Newer than the last good copy ({name}) is only this; a rollback to it takes back no more:"
        return Comparison(effects, words) if effects else Comparison()
    return Comparison()


def _document(stores: Stores, row: Snapshot, version: int, now: datetime) -> dict[str, Any] | None:
    try:
        raw, _ = parsed(stores.snapshots.read(row), row.name, row.schema_version)
        if row.schema_version == version:
            return raw
        return carried(stores, raw, row.name, row.schema_version, version, now)[0]
    except MoieError:
        return None  # the next older one is asked; `moie doctor` says what is wrong with this one
