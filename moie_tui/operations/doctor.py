"""Checking a root, and mending what can be mended without guessing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from moie_tui.domain.checkup import PROBLEM, Checkup, Chmod, Diagnosis, Mend, Rewrite
from moie_tui.domain.errors import Cancelled, MoieError
from moie_tui.domain.event import WARNING
from moie_tui.domain.plan import Cancel, Clock, Never, Outcome, Plan, Progress, Silent
from moie_tui.domain.timestamps import utc_text
from moie_tui.operations.archive import stepping
from moie_tui.operations.checkup import (  # fmt: skip
    around,
    clock,
    config,
    disk,
    documents,
    jobs,
    leftovers,
    locks,
    ours,
    permissions,
    snapshots,
)
from moie_tui.operations.checkup.patient import Machine, Patient, counted, this_machine
from moie_tui.operations.consent import resting_on
from moie_tui.operations.rotating import due_words, rotate
from moie_tui.operations.saving import recorded
from moie_tui.storage.mending import put, set_mode
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores
from moie_tui.values import dataclass

Check = Callable[[Patient], Iterator[Diagnosis]]

CHECKS: tuple[Check, ...] = (
    documents.check_state,
    documents.check_health,
    config.check_config,
    ours.check_ours,
    jobs.check_jobs,
    documents.check_trust,
    snapshots.check_snapshots,
    around.check_mirror,
    ours.check_log,
    documents.check_operations,
    documents.check_events,
    leftovers.check_leftovers,
    locks.check_locks,
    locks.check_strays,
    permissions.check_permissions,
    permissions.check_links,
    disk.check_disk,
    clock.check_clock,
    around.check_neighbours,
)


def examine(
    stores: Stores, now: datetime, progress: Progress, cancel: Cancel, machine: Machine | None = None
) -> Checkup:
    """Every check in turn; one that can't be made is a problem, and stops no other."""
    if not stores.state.versions():
        stores.state.require_live_version()
    patient = Patient(
        stores, now, machine or this_machine(), stepping(progress, cancel, "nothing was changed")
    )
    wall, monotonic = patient.machine.wall(), patient.machine.monotonic()
    findings = [one for check in CHECKS for one in _made(check, patient)]
    findings += clock.check_steady(patient, wall, monotonic)
    return Checkup(str(stores.root), utc_text(now), tuple(findings))


def _made(check: Check, patient: Patient) -> Iterator[Diagnosis]:
    patient.step(" ".join(check.__name__.split("_")).replace("check", "checking"))
    try:
        yield from check(patient)
    except Cancelled:
        raise
    except MoieError as error:
        yield documents.told(error)
    except OSError as error:
        what = f"this check could not be made: {error.strerror or error}"
        yield Diagnosis(PROBLEM, str(error.filename or ""), what, "check the disk and the permissions")


def _stays(one: Diagnosis) -> str:
    return f"stays: {one.where}: {one.what}" + (f"; {one.fix}" if one.fix else "")


@dataclass(frozen=True)
class Doctor:
    """Does the mends of a checkup, as one operation that undo takes back."""

    stores: Stores
    checkup: Checkup | None = None
    scheduled: bool = False
    name: str = "doctor"

    def plan(self, now: datetime) -> Plan:
        """What it would mend, and as warnings the problems that stay."""
        self.stores.state.guard_newer()
        checkup = self._found(now)
        left = checkup.without(checkup.mends).problems
        files = [one.path for one in checkup.mends if isinstance(one, Rewrite)]
        return Plan(
            operation=self.name,
            title=f"Doctor · {counted(len(checkup.mends), 'mend')}, {counted(len(left), 'problem')} to stay",
            effects=tuple(one.effect for one in checkup.mends),
            warnings=(*map(_stays, left), *self._rotation(now)),
            rests_on=resting_on(self.stores.root, *files),
            same_as="moie doctor --fix",
        )

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Mends what is still as it was found; what changed meanwhile is left for the next check."""
        checkup = self._found(clock())
        rotated = rotate(self.stores, clock(), progress)
        also = f"; took care of {counted(rotated, 'old day')} of the log" if rotated else ""
        mends = [one for one in checkup.mends if one.effect in plan.effects]
        if not mends:
            word = "done" if rotated else "unchanged"
            return self._outcome("", word, f"there is nothing to mend{also}", checkup, [])
        now, done = clock(), list[Mend]()
        files = {one.path: one.before for one in mends if isinstance(one, Rewrite)}
        with self.stores.pulse_lock.hold(holder=f"{self.name} {self.stores.origin}"):
            with recorded(self.stores, self.name, now, scheduled=self.scheduled) as record:
                record.intend(plan.effects, files)
                for one in mends:
                    progress.step(f"mending {one.path}")
                    if self._mended(one):
                        done.append(one)
                record.effects = tuple(one.effect for one in done)
                record.message = f"mended {len(done)} of {len(mends)}"
            facts = {"operation": record.id}
            report(self.stores, now, "doctor", record.message, level=WARNING, metadata=facts)
        return self._outcome(record.id, "done", record.message + also, checkup.without(done), done)

    def _rotation(self, now: datetime) -> tuple[str, ...]:
        due = due_words(self.stores, now)
        return (f"of the log: {due}; that can't be undone",) if due else ()

    def _found(self, now: datetime) -> Checkup:
        return self.checkup or examine(self.stores, now, Silent(), Never())

    def _mended(self, mend: Mend) -> bool:
        if isinstance(mend, Chmod):
            return set_mode(self.stores.root, mend.path, mend.before, mend.after)
        return put(self.stores.root, mend.path, mend.before, mend.after)

    def _outcome(self, identity: str, word: str, message: str, left: Checkup, done: list[Mend]) -> Outcome:
        stay = f"; {counted(len(left.problems), 'problem')} left" if left.problems else ""
        return Outcome(
            identity,
            word,
            message + stay,
            tuple(one.effect for one in done),
            exit_code=1 if left.problems else 0,
            detail={"healthy": not left.problems, "findings": [one.as_json() for one in left.findings]},
        )
