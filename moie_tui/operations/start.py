"""Starting a job's own command now, and going on."""

from __future__ import annotations

from datetime import datetime

from moie_tui.domain.plan import Cancel, Clock, Outcome, Plan, Progress
from moie_tui.operations.consent import confirmed, require_trust
from moie_tui.operations.run_plan import as_planned, may_overlap, plan_run, runs_already
from moie_tui.operations.starting import start_run
from moie_tui.storage.stores import Stores
from moie_tui.values import dataclass

__all__ = ["Start", "start_run"]


@dataclass(frozen=True)
class Start:
    """Starts a run of the job as a process of its own; `overlap` lets it run beside another one."""

    stores: Stores
    job: str
    overlap: bool = False
    name: str = "start"

    def plan(self, now: datetime) -> Plan:
        """The run, and the command it is of."""
        return plan_run(self.stores, self.name, self.job)

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Starts it, unless one is running; its end is told by the log and the job's history."""
        stores = self.stores
        plan = as_planned(self, confirmed(stores, self, plan, clock()), clock())
        require_trust(stores, plan.commands)
        holder = stores.runs.job_lock(self.job).holder()
        if holder is not None and not (self.overlap or may_overlap(stores, self.job)):
            raise runs_already(self.job, holder.line())
        run_id = start_run(stores, self.job, scheduled=False, overlap=self.overlap)
        message = f"job {self.job} is started as run {run_id}"
        detail = {"job": self.job, "run_id": run_id}
        return Outcome("", "started", message, plan.effects, detail=detail)
