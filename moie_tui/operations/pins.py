"""Pinning a snapshot so that retention never removes it, and letting it go again."""

from __future__ import annotations

from datetime import datetime

from moie_tui.domain.plan import PIN, Cancel, Clock, Effect, Outcome, Plan, Progress
from moie_tui.operations.saving import recorded
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores
from moie_tui.values import dataclass


@dataclass(frozen=True)
class Pin:
    """Sets the pin of one snapshot, named by id, file name or `latest`, to `pinned`."""

    stores: Stores
    snapshot: str = "latest"
    pinned: bool = True

    @property
    def name(self) -> str:
        """`pin` or `unpin`."""
        return "pin" if self.pinned else "unpin"

    def plan(self, now: datetime) -> Plan:
        """The change of the pin, none when it is so already."""
        found = self.stores.snapshots.find(self.snapshot)
        changes = found.pinned != self.pinned
        return Plan(
            operation=self.name,
            title=f"{self.name.capitalize()} {found.id}",
            effects=(Effect(PIN, found.name, found.pinned, self.pinned),) if changes else (),
            same_as=f"moie {self.name} {found.id}",
        )

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Moves the file into or out of backups/kept/ and notes the pin."""
        found, now = self.stores.snapshots.find(self.snapshot), clock()
        if found.pinned == self.pinned:
            return Outcome(
                "", "unchanged", f"snapshot {found.id} is {'' if self.pinned else 'not '}pinned already"
            )
        with recorded(self.stores, self.name, now) as record:
            record.intend((Effect(PIN, found.name, found.pinned, self.pinned),), {})
            set_pin(self.stores, found.name, self.pinned)
            record.message = f"snapshot {found.id} is {'pinned' if self.pinned else 'no longer pinned'}"
        report(
            self.stores,
            now,
            "backup",
            record.message,
            metadata={"operation": record.id, "snapshot": found.id},
        )
        return Outcome(record.id, "done", record.message, tuple(record.effects), found.name)


def set_pin(stores: Stores, name: str, pinned: bool) -> None:
    """Pins or unpins the snapshot of this file name."""
    found = stores.snapshots.find(name)
    (stores.snapshots.pin if pinned else stores.snapshots.unpin)(found)
