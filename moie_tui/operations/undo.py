"""Taking an operation back, as an operation of its own."""

from __future__ import annotations

from datetime import datetime

from moie_tui.domain.errors import PlanOutdated, Refused
from moie_tui.domain.event import WARNING
from moie_tui.domain.plan import (
    SCHEMA,
    Cancel,
    Clock,
    Effect,
    OperationRecord,
    Outcome,
    Plan,
    Progress,
    is_stamp,
)
from moie_tui.domain.rules import minutes
from moie_tui.domain.state_names import file_name
from moie_tui.operations.consent import confirmed, resting_on
from moie_tui.operations.contents import losses, state_in
from moie_tui.operations.rescuing import require_way_back
from moie_tui.operations.reversal import Reversal, Swap, state_reversal
from moie_tui.operations.saving import recorded
from moie_tui.operations.second_look import stamp_warning
from moie_tui.operations.sidesteps import Sidestep, sidesteps
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores
from moie_tui.values import dataclass

_SHOWN = 3


@dataclass(frozen=True)
class Way:
    """Everything that takes one operation back."""

    state: Reversal
    steps: tuple[Sidestep, ...]

    @property
    def effects(self) -> tuple[Effect, ...]:
        """What it shows as."""
        return (*self.state.effects, *(step.effect for step in self.steps))

    @property
    def files(self) -> dict[str, bytes | None]:
        """The files it changes, with their bytes as they are now."""
        swapped = {swap.name: swap.expected for swap in self.state.swaps}
        return swapped | {step.file: step.bytes for step in self.steps if step.file}

    @property
    def after(self) -> dict[str, bytes | None]:
        """What the state files are to become."""
        return {swap.name: swap.data for swap in self.state.swaps}


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
        record, way, passed = self._found()
        notes = [*passed]
        if not way.state.exact:
            notes.append("the state was changed since: only this operation's own changes go back")
        return Plan(
            operation=self.name,
            title=f"Undo {record.kind} {record.id} · {_said(record) or record.outcome}",
            effects=way.effects,
            warnings=(*notes, *losses(way.after, self._live_after(way)), *self._stamp(way, now)),
            rests_on=resting_on(self.stores.root, *(file.path for file in record.files)),
            same_as=f"moie undo {record.id}",
        )

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Puts everything back under the pulse lock, keeping what it replaces."""
        with self.stores.pulse_lock.hold(holder=f"{self.name} {self.stores.origin}"):
            now = clock()
            plan = confirmed(self.stores, self, plan, now)
            record, way, _ = self._found()
            if way.effects != plan.effects:
                raise PlanOutdated("something else was done meanwhile, nothing was undone", fix="look again")
            progress.step(f"taking back {record.kind} {record.id}")
            with recorded(self.stores, self.name, now, scheduled=self.scheduled, undoes=record.id) as undo:
                undo.intend(plan.effects, way.files, way.after)
                self._put_back(way)
                undo.message = f"undid {record.kind} {record.id}" + _about(record)
            report(self.stores, clock(), "undo", undo.message, level=WARNING, metadata={"operation": undo.id})
        return Outcome(undo.id, "done", undo.message, plan.effects)

    def _live_after(self, way: Way) -> str:
        """The file that is live once it is done: that of another version, when a migration goes back."""
        versions = [step.effect.after for step in way.steps if step.effect.kind == SCHEMA]
        version = versions[-1] if versions else self.stores.state.require_live_version()
        return file_name(int(str(version)))

    def _stamp(self, way: Way, now: datetime) -> tuple[str, ...]:
        """What the heart will be judged by, if the state that comes back brings another stamp."""
        live = self._live_after(way)
        data = way.after.get(live)
        target = state_in(data, live) if data is not None else None
        limit = minutes(self.stores.settings.heartbeat.max_age_minutes)
        return stamp_warning(way.effects, target, limit, now, self.stores.zone) if target else ()

    def _put_back(self, way: Way) -> None:
        """Files that come back first, those that go last: a kill in between then leaves a live state."""
        coming = [swap for swap in way.state.swaps if swap.expected is None]
        self._swap(*coming)
        for step in way.steps:
            step.act()
        self._swap(*(swap for swap in way.state.swaps if swap not in coming))

    def _swap(self, *swaps: Swap) -> None:
        for swap in swaps:
            if not self.stores.state.swap(swap.name, swap.expected, swap.data):
                raise PlanOutdated(f"{swap.name} changed at the last moment", fix="look at the plan again")

    def _found(self) -> tuple[OperationRecord, Way, tuple[str, ...]]:
        """What is taken back, how, and what was passed over on the way to it."""
        record, way, passed = self._named(self.operation) if self.operation else self._last()
        require_way_back(self.stores, way.effects, way.after, named=bool(self.operation))
        return record, way, passed

    def _named(self, operation: str) -> tuple[OperationRecord, Way, tuple[str, ...]]:
        record = self.stores.operations.find(operation)
        if record.undone_by:
            fix = f"`moie undo {record.undone_by}` does it again"
            raise Refused(f"operation {record.id} was undone already", fix=fix)
        return record, self._way(record), ()

    def _last(self) -> tuple[OperationRecord, Way, tuple[str, ...]]:
        """The newest that a person did; what stands in its way is said, and no older one taken instead.

        Of an operation that was killed or failed nobody knows how far it got, and one whose undo was killed
        may be back already: such are passed over."""
        passed: list[str] = []
        half_undone = {one.undoes for one in self.stores.operations.all() if not one.finished}
        for record in self.stores.operations.undoable():
            try:
                return record, self._way(record), _told(passed)
            except Refused as error:
                if record.outcome not in ("", "failed") and record.id not in half_undone:
                    raise
                passed.append(f"{record.kind} {record.id} is passed over: {error.what}")
        raise Refused("there is nothing to undo", fix="`moie operations` lists what was done")

    def _way(self, record: OperationRecord) -> Way:
        way = Way(state_reversal(self.stores, record), sidesteps(self.stores, record))
        if not way.effects:
            what = f"operation {record.id} ({record.kind}) left nothing to take back: {_why(record)}"
            raise Refused(what, fix="`moie operations` lists the others, and `moie undo ID` takes one back")
        return way


def _said(record: OperationRecord) -> str:
    """What came of it; of an undo only what it took back, lest sentences nest without end."""
    return record.message.partition(" (")[0] if record.kind == "undo" else record.message


def _why(record: OperationRecord) -> str:
    """Why nothing is left of one that has no way back."""
    if not record.effects:
        return "it changed nothing"
    if is_stamp(record):
        return "all it changed of the state was the heartbeat, and later beats stamped that anew"
    return "what it changed is gone or is as before already"


def _about(record: OperationRecord) -> str:
    return f" ({_said(record)})" if record.message else ""


def _told(passed: list[str]) -> tuple[str, ...]:
    """The newest of them in full, the others as a number."""
    more = len(passed) - _SHOWN
    return (*passed[:_SHOWN], *([f"{more} older ones are passed over too"] if more > 0 else ()))
