"""Taking out what `install` put into the schedulers."""

from __future__ import annotations

from datetime import datetime

from moie_tui.domain.plan import Cancel, Clock, Outcome, Plan, Progress
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores
from moie_tui.timers.applying import alone, carry_out, effects_of, require_same, rests_on, unusable
from moie_tui.timers.around import Around
from moie_tui.timers.desk import Change, Desk
from moie_tui.values import dataclass, field


@dataclass(frozen=True)
class Remove:
    """Our entries of this root out of the scheduler of one kind, None for all; everything else stays."""

    stores: Stores
    kind: str | None = None
    around: Around = field(default_factory=Around)
    name: str = "timers remove"

    def plan(self, now: datetime) -> Plan:
        """What would go, and which lines come back."""
        return self._draft(now)[0]

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Writes and makes inactive."""
        with alone(self.stores, self.name, self.around):
            fresh, changes = self._draft(clock())
            require_same(plan, fresh)
            if not fresh.effects:
                return Outcome("", "unchanged", "no timer of this root is installed")
            progress.step("taking the timers out")
            carry_out(changes)
        kinds = [change.scheduler.kind for change in changes if change.before != change.after]
        message = f"removed from {', '.join(kinds)}; `moie timers install` brings it back"
        report(self.stores, clock(), "timers", message, metadata={"kinds": kinds})
        detail = {"kinds": kinds, "notes": list(fresh.warnings)}
        return Outcome("", "done", "; ".join([message, *fresh.warnings]), fresh.effects, detail=detail)

    def _draft(self, now: datetime) -> tuple[Plan, tuple[Change, ...]]:
        desk = Desk.read(self.stores, self.around, lambda: now)
        kinds = list(desk.schedulers) if self.kind is None else [desk.chosen(self.kind).kind]
        every = [
            Change(one, desk.contents[one.kind], one.without(desk.contents[one.kind]))
            for one in (desk.schedulers[kind] for kind in kinds)
        ]
        changes = tuple(change for change in every if change.before != change.after)
        warnings = [*unusable(changes)]
        if changes:
            warnings.append("nothing of ours beats this root afterwards")
        plan = Plan(
            operation=self.name,
            title=f"Remove timers · {desk.root}",
            effects=effects_of(changes),
            warnings=tuple(warnings),
            rests_on=rests_on(changes),
            same_as=f"moie timers remove{f' --kind {self.kind}' if self.kind else ''}",
        )
        return plan, changes
