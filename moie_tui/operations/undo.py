"""Taking an operation back, as an operation of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from moie_tui.domain.errors import PlanOutdated, Refused
from moie_tui.domain.event import WARNING
from moie_tui.domain.plan import Cancel, Clock, OperationRecord, Outcome, Plan, Progress
from moie_tui.operations.consent import confirmed, resting_on
from moie_tui.operations.report import report
from moie_tui.operations.reversal import Reversal, state_reversal
from moie_tui.operations.saving import recorded
from moie_tui.operations.sidesteps import Sidestep, sidesteps
from moie_tui.storage.stores import Stores


@dataclass(frozen=True)
class Undo:
    """Takes back one operation by id, or the last one that was not cron's."""

    stores: Stores
    operation: str | None = None
    scheduled: bool = False
    name: str = "undo"

    def plan(self, now: datetime) -> Plan:
        """What goes back to what it was; conflicts are refused here already."""
        self.stores.state.guard_newer()
        record = self._record()
        reversal, steps = state_reversal(self.stores, record), sidesteps(self.stores, record)
        effects = (*reversal.effects, *(step.effect for step in steps))
        notes = (
            []
            if reversal.exact
            else ["the state was changed since: only this operation's own changes go back"]
        )
        if not effects:
            raise Refused(f"operation {record.id} ({record.kind}) left nothing to take back")
        return Plan(
            operation=self.name,
            title=f"Undo {record.kind} {record.id} · {record.message or record.outcome}",
            effects=effects,
            warnings=tuple(notes),
            rests_on=resting_on(self.stores.root, *(file.path for file in record.files)),
            same_as=f"moie undo {record.id}",
        )

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Puts everything back under the pulse lock, keeping what it replaces."""
        with self.stores.pulse_lock.hold(holder=f"{self.name} {self.stores.origin}"):
            now = clock()
            plan = confirmed(self.stores, self, plan, now)
            record = self._record()
            reversal, steps = state_reversal(self.stores, record), sidesteps(self.stores, record)
            progress.step(f"taking back {record.kind} {record.id}")
            with recorded(self.stores, self.name, now, scheduled=self.scheduled, undoes=record.id) as undo:
                files = {swap.name: swap.expected for swap in reversal.swaps}
                undo.intend(plan.effects, files | {step.file: step.bytes for step in steps if step.file})
                self._put_back(reversal, steps)
                undo.message = f"undid {record.kind} {record.id}" + (
                    f" ({record.message})" if record.message else ""
                )
            report(self.stores, clock(), "undo", undo.message, level=WARNING, metadata={"operation": undo.id})
        return Outcome(undo.id, "done", undo.message, plan.effects)

    def _put_back(self, reversal: Reversal, steps: tuple[Sidestep, ...]) -> None:
        for swap in reversal.swaps:
            if not self.stores.state.swap(swap.name, swap.expected, swap.data):
                raise PlanOutdated(f"{swap.name} changed at the last moment", fix="look at the plan again")
        for step in steps:
            act: Callable[[], None] = step.act
            act()

    def _record(self) -> OperationRecord:
        log = self.stores.operations
        found = log.find(self.operation) if self.operation else log.last_undoable()
        if found is None:
            raise Refused("there is nothing to undo", fix="`moie operations` lists what was done")
        if found.undone_by:
            raise Refused(
                f"operation {found.id} was undone already", fix=f"`moie undo {found.undone_by}` does it again"
            )
        return found
