"""The documents: can they be read, and is what they say sound."""

from __future__ import annotations

from collections.abc import Iterator

from moie_tui.domain.checkup import NOTE, OK, PROBLEM, Diagnosis
from moie_tui.domain.errors import InvalidDocument, MoieError
from moie_tui.domain.view import Problem
from moie_tui.operations.checkup.damage import of_broken_health
from moie_tui.operations.checkup.patient import Patient, counted
from moie_tui.operations.rotating import due_words
from moie_tui.storage.kept_executions import KEPT_NAME


def check_state(patient: Patient) -> Iterator[Diagnosis]:
    """The live state, what is odd in it, and other versions that somebody still writes."""
    state = patient.stores.state
    document = state.read()
    odd = state.problems(document, patient.stores.zone)
    yield from map(_problem, odd)
    if not odd:
        phases, jobs = len(document.state.phases), sum(1 for _ in document.state.jobs())
        yield Diagnosis(
            OK, document.name, f"valid (schema v{document.version}), {phases} phases, {jobs} jobs"
        )


def check_health(patient: Patient) -> Iterator[Diagnosis]:
    """The health document, which the mirror has too, and what waits for it."""
    if waiting := patient.stores.kept.count():
        what = f"{counted(waiting, 'execution')} could not be recorded yet, and wait here"
        yield Diagnosis(NOTE, KEPT_NAME, what, "the next pulse that can read the health takes them up")
    try:
        jobs = patient.stores.health.read(patient.stores.zone)
    except InvalidDocument as error:
        yield from of_broken_health(patient, error)
        return
    yield Diagnosis(OK, patient.stores.health.path.name, f"valid, {len(jobs)} jobs")


def check_trust(patient: Patient) -> Iterator[Diagnosis]:
    """Whether the operator consented to the root's commands."""
    if patient.stores.trust.is_trusted(patient.root):
        yield Diagnosis(OK, "trust", "this root's commands may run")
    else:
        yield Diagnosis(NOTE, "trust", "nobody trusted this root: no command of it runs", "`moie trust`")


def check_operations(patient: Patient) -> Iterator[Diagnosis]:
    """The operation log, and operations that never ended."""
    records = patient.stores.operations.all()
    running = patient.stores.pulse_lock.holder() is not None
    cut = [one for one in records if not one.finished and not one.undone_by]
    for at, one in enumerate(cut):
        if running and at == 0 and one is records[0]:
            continue  # it may be the one that runs right now
        what = f"{one.kind} {one.id} never ended: its process died"
        yield Diagnosis(NOTE, "operations", what, f"`moie undo {one.id}` takes back what it did, if anything")
    if not cut:
        yield Diagnosis(OK, "operations", f"{len(records)} kept, all ended")


def check_events(patient: Patient) -> Iterator[Diagnosis]:
    """The newest lines of the log."""
    events = patient.stores.events.tail(500)
    odd = [one for one in events if one.category == "log"]
    if odd:
        what = f"{len(odd)} of the newest {len(events)} lines are no events"
        yield Diagnosis(NOTE, "logs", what, "they are shown as warnings; nothing is lost")
    else:
        yield Diagnosis(OK, "logs", f"the newest {len(events)} lines are sound")
    if patient.stores.events.folder.is_symlink():
        what = "is a symbolic link: old days below it are neither compressed nor removed"
        yield Diagnosis(NOTE, "logs", what, "whoever owns the folder it names has to")
    elif due := due_words(patient.stores, patient.now):
        yield Diagnosis(NOTE, "logs", due, "the next pulse does it, as `moie doctor --fix` does")


def told(error: MoieError) -> Diagnosis:
    """A check that could not be made is a problem."""
    fix = error.fix or ("correct it" if isinstance(error, InvalidDocument) else "")
    return Diagnosis(PROBLEM, error.where, error.what, fix)


def _problem(one: Problem) -> Diagnosis:
    return Diagnosis(PROBLEM, one.where, one.what, one.fix)
