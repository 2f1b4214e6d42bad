"""What else beats this heart, and the mirror."""

from __future__ import annotations

import os
from collections.abc import Iterator

from moie_tui.domain.checkup import NOTE, OK, PROBLEM, Diagnosis
from moie_tui.domain.errors import OperationFailed
from moie_tui.domain.neighbours import foreign_lines, our_lines
from moie_tui.operations.checkup.patient import Patient, counted
from moie_tui.storage.agents import neighbouring_agents, neighbouring_units, roots_of
from moie_tui.storage.mirror import Mirror

_FIX = "fine if it only reads; else let one of them beat"


def check_neighbours(patient: Patient) -> Iterator[Diagnosis]:
    """Lines of the user's crontab, launchd agents and systemd units that name this root."""
    roots = roots_of(patient.root, os.environ)
    try:
        table, found = patient.machine.crontab(), list[Diagnosis]()
    except OperationFailed as error:
        table, found = "", [Diagnosis(NOTE, "crontab", error.what, error.fix)]
    found += [
        Diagnosis(NOTE, "crontab", f"another program runs on this root: {line}", _FIX)
        for line in foreign_lines(table, roots)
    ]
    ours = our_lines(table, roots)
    if len(ours) > 1:
        what = f"{len(ours)} lines pulse this root: {'; '.join(ours)}"
        found.append(Diagnosis(NOTE, "crontab", what, "one is enough: `moie timers install --replace`"))
    found += _agents(patient, roots)
    yield from found
    if not found:
        said = f"one line pulses it: {ours[0]}" if ours else "no line of this user's crontab pulses it"
        yield Diagnosis(OK, "schedulers", f"nothing else runs on this root; {said}")


def check_mirror(patient: Patient) -> Iterator[Diagnosis]:
    """The copies elsewhere: whether the last copying went well, and each copy's bytes."""
    folder = patient.stores.settings.backups.mirror
    if not folder:
        yield Diagnosis(
            NOTE, "backups.mirror", "there is none: one lost disk loses everything", "name a folder"
        )
        return
    mirror = Mirror(patient.root, folder, patient.stores.zone)
    problem = patient.stores.mirror.read().problem
    if problem:
        yield Diagnosis(PROBLEM, problem.where, problem.what, problem.fix)
    elif flaw := mirror.flaw():
        yield Diagnosis(PROBLEM, "backups.mirror", f"{folder}: {flaw[0]}", flaw[1])
        return
    if problem and not mirror.home.is_dir():
        return
    if not mirror.home.is_dir():
        yield Diagnosis(NOTE, "backups.mirror", f"holds nothing yet: {mirror.home}", "`moie backup` fills it")
        return
    patient.step("checking the copies of the mirror")
    damaged, missing = mirror.damaged(), mirror.missing(patient.stores.snapshots)
    for name in damaged:
        fix = "move that copy away, and the next snapshot makes it anew"
        yield Diagnosis(PROBLEM, str(mirror.home), f"the copy of {name} is damaged", fix)
    if missing:
        yield Diagnosis(
            NOTE, str(mirror.home), f"{counted(len(missing), 'snapshot')} without a copy yet", "`moie backup`"
        )
    if not (damaged or missing or problem):
        yield Diagnosis(OK, "backups.mirror", "has every snapshot, and their sums agree")


def _agents(patient: Patient, roots: tuple[str, ...]) -> Iterator[Diagnosis]:
    found = list(neighbouring_agents(patient.machine.agents, roots))
    if patient.machine.units is not None:
        found += [(patient.machine.units, one) for one in neighbouring_units(patient.machine.units, roots)]
    for path, one in found:
        if one is None:
            yield Diagnosis(NOTE, str(path), "can't be read as a launchd agent", "look at it by hand")
        elif not one.is_ours:
            yield Diagnosis(NOTE, one.where, f"another program runs on this root: {one.words}", _FIX)
