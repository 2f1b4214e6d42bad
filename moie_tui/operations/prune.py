"""Removing the snapshots that no tier of retention wants; undo brings them back."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath

from moie_tui.domain.errors import PlanOutdated, UsageError
from moie_tui.domain.plan import ABSENT, PRUNE, Cancel, Clock, Effect, Outcome, Plan, Progress
from moie_tui.domain.retention import retain
from moie_tui.domain.snapshot import Snapshot
from moie_tui.operations.saving import recorded
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores
from moie_tui.values import dataclass


@dataclass(frozen=True)
class Prune:
    """Applies the retention of the config now."""

    stores: Stores
    scheduled: bool = False
    name: str = "prune"

    def plan(self, now: datetime) -> Plan:
        """Each snapshot that would go; Refused where they lie behind a symbolic link.

        Nothing goes while the state can't be read: any of them may be the way out."""
        self.stores.state.read()
        going = self._going()
        if going:
            self.stores.snapshots.require_deletable()
        total = len(self.stores.snapshots.all())
        return Plan(
            operation=self.name,
            title=f"Prune · {len(going)} of {total} snapshots",
            effects=tuple(_effect(snapshot) for snapshot in going),
            same_as="moie prune",
        )

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Removes just those of the plan, keeping their bytes for undo."""
        now, going = clock(), self._going()
        if tuple(_effect(one) for one in going) != plan.effects:
            raise PlanOutdated("snapshots came or went since the plan was made, nothing was removed")
        if not going:
            return Outcome("", "unchanged", "every snapshot is wanted by a tier or pinned")
        progress.step(f"removing {len(going)} snapshots")
        with recorded(self.stores, self.name, now, scheduled=self.scheduled) as record:
            record.intend(plan.effects, {_place(one): self._bytes(one) for one in going})
            for snapshot in going:
                self.stores.snapshots.remove(snapshot)
            record.message = f"{len(going)} snapshots removed"
        report(self.stores, now, "backup", record.message, metadata={"operation": record.id})
        return Outcome(record.id, "done", record.message, plan.effects)

    def _going(self) -> tuple[Snapshot, ...]:
        return tuple(
            retain(self.stores.snapshots.checked(), self.stores.settings.backups, self.stores.zone).remove
        )

    def _bytes(self, snapshot: Snapshot) -> bytes | None:
        try:
            return self.stores.snapshots.stored_bytes(snapshot)
        except UsageError:
            return None  # another program deleted it just now


def _place(snapshot: Snapshot) -> str:
    return str(PurePath("backups", "kept" if snapshot.kept else "", snapshot.name))


def _effect(snapshot: Snapshot) -> Effect:
    return Effect(PRUNE, snapshot.name, snapshot.reason, ABSENT)
