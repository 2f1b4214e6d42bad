"""What else beats this heart, and the mirror."""

from __future__ import annotations

import os
import plistlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from moie_tui.domain.checkup import NOTE, OK, PROBLEM, Diagnosis
from moie_tui.domain.neighbours import foreign_lines, is_ours, names_root, our_lines
from moie_tui.operations.checkup.patient import Patient, counted
from moie_tui.storage.mirror import Mirror

_FIX = "fine if it only reads; else let one of them beat"


def check_neighbours(patient: Patient) -> Iterator[Diagnosis]:
    """Lines of the user's crontab and launchd agents that name this root."""
    roots = {str(patient.root), os.path.realpath(patient.root)}
    table = patient.machine.crontab()
    found = [
        Diagnosis(NOTE, "crontab", f"another program runs on this root: {line}", _FIX)
        for line in foreign_lines(table, roots)
    ]
    ours = our_lines(table, roots)
    if len(ours) > 1:
        found.append(Diagnosis(NOTE, "crontab", f"{len(ours)} lines pulse this root", "one is enough"))
    found += _agents(patient, roots)
    yield from found
    if not found:
        yield Diagnosis(OK, "schedulers", "nothing else runs on this root")


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


def _agents(patient: Patient, roots: set[str]) -> Iterator[Diagnosis]:
    folder = patient.machine.agents
    if not folder.is_dir():
        return
    for path in sorted(folder.glob("*.plist")):
        words = _words(path)
        if words is None:
            yield Diagnosis(NOTE, str(path), "can't be read as a launchd agent", "look at it by hand")
        elif names_root(words, roots) and not is_ours(words):
            yield Diagnosis(NOTE, str(path), f"another program runs on this root: {words}", _FIX)


def _words(path: Path) -> str | None:
    """What an agent runs, and where; None when the file says neither."""
    try:
        raw: Any = plistlib.loads(path.read_bytes())
    except (OSError, ValueError, ExpatError, plistlib.InvalidFileException):
        return None
    if not isinstance(raw, dict):
        return None
    arguments = raw.get("ProgramArguments") or [raw.get("Program") or ""]
    words = [str(one) for one in arguments] if isinstance(arguments, list) else []
    return " ".join([*words, str(raw.get("WorkingDirectory") or "")]).strip()
