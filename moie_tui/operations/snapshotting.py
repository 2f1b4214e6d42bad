"""Taking a snapshot and letting retention sweep behind it."""

from __future__ import annotations

from datetime import datetime

from moie_tui.domain.plan import ABSENT, RETENTION, SNAPSHOT, Effect
from moie_tui.domain.retention import retain
from moie_tui.storage.state_file import StateDocument
from moie_tui.storage.stores import Stores

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.snapshot import Snapshot


def snapshot_effect(reason: str, name: str = "a new snapshot") -> Effect:
    """The effect of taking one; its name is known only afterwards."""
    return Effect(SNAPSHOT, name, ABSENT, reason)


def retention_effects(stores: Stores) -> tuple[Effect, ...]:
    """What the sweep will do, judged by the snapshots that are there now."""
    swept = retain(stores.snapshots.all(), stores.settings.backups, stores.zone)
    if not swept.remove or not stores.snapshots.may_delete():
        return ()
    count = len(swept.remove)
    return (Effect(RETENTION, "old snapshots", f"{count} beyond what is kept", "removed"),)


def take(
    stores: Stores, document: StateDocument, reason: str, now: datetime, *, note: str = "", pin: bool = False
) -> Snapshot:
    """A byte copy of `document`, then retention."""
    return stores.snapshots.take(
        document.data,
        document.version,
        reason,
        now,
        origin=str(stores.origin),
        note=note,
        pin=pin,
        retained=lambda rows: retain(rows, stores.settings.backups, stores.zone),
    )
