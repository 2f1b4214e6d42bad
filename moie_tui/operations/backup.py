"""A snapshot by hand."""

from __future__ import annotations

from datetime import datetime

from moie_tui.domain.plan import Cancel, Clock, Outcome, Plan, Progress
from moie_tui.domain.snapshot import MANUAL
from moie_tui.operations.consent import confirmed, resting_on
from moie_tui.operations.mirroring import mirrored, with_mirror
from moie_tui.operations.saving import recorded
from moie_tui.operations.snapshotting import retention_effects, snapshot_effect, take
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores
from moie_tui.values import dataclass


@dataclass(frozen=True)
class Backup:
    """Copies the state into backups/; pinned when taken by hand, so retention never removes it."""

    stores: Stores
    note: str = ""
    pin: bool = True
    scheduled: bool = False
    name: str = "backup"

    def plan(self, now: datetime) -> Plan:
        """One snapshot more, and what retention sweeps."""
        self.stores.state.guard_newer()
        document = self.stores.state.read()
        return Plan(
            operation=self.name,
            title="Back up · " + ("a pinned snapshot" if self.pin else "a snapshot") + f" of {document.name}",
            effects=(snapshot_effect(MANUAL), *retention_effects(self.stores)),
            rests_on=resting_on(self.stores.root, document.name),
            same_as="moie backup" + ("" if self.pin else " --no-pin"),
        )

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Takes the snapshot; needs no pulse lock, for it only reads the state."""
        now = clock()
        confirmed(self.stores, self, plan, now)
        progress.step("copying the state")
        with recorded(self.stores, self.name, now, scheduled=self.scheduled) as record:
            record.intend((snapshot_effect(MANUAL),), {})
            self.stores.state.remember_live()
            snapshot = take(self.stores, self.stores.state.read(), MANUAL, now, note=self.note, pin=self.pin)
            record.effects = (snapshot_effect(MANUAL, snapshot.name),)
            record.message = f"snapshot {snapshot.id} {snapshot.name}" + (", pinned" if self.pin else "")
        report(
            self.stores,
            now,
            "backup",
            record.message,
            metadata={"operation": record.id, "snapshot": snapshot.id},
        )
        progress.step("copying to the mirror")
        mirror = mirrored(self.stores, now)
        message = with_mirror(record.message, mirror)
        return Outcome(record.id, "done", message, record.effects, snapshot.name, detail={"mirror": mirror})
