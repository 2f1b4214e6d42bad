"""Who may write where: a state is shell code, so whoever can write it can run commands as you."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from moie_tui.domain.amounts import named
from moie_tui.domain.checkup import NOTE, OK, PROBLEM, Chmod, Diagnosis
from moie_tui.domain.state_names import version_of
from moie_tui.operations.checkup.patient import Patient
from moie_tui.storage.config_file import CONFIG_NAME
from moie_tui.storage.folders import OURS
from moie_tui.storage.health_file import HEALTH_NAME

_OTHERS_WRITE, _GROUP_WRITES, _ANYBODY = 0o002, 0o020, 0o077
_WHY = {
    CONFIG_NAME: "and its commands run as you",
    "backups": "and so change or remove what you would roll back to",
    "logs": "and so change what is told of the past",
    HEALTH_NAME: "and so change what jobs are said to have done",
}
_LINKS = ("backups", "backups/kept", "logs", OURS)


def check_permissions(patient: Patient) -> Iterator[Diagnosis]:
    """The root, its documents and folders, what is ours in `.moie`, and their owners."""
    found = [*_shared(patient), *_ours(patient), *_owners(patient)]
    yield from found
    if not found:
        yield Diagnosis(OK, "permissions", "nobody else can write here")


def check_links(patient: Patient) -> Iterator[Diagnosis]:
    """Folders that are symbolic links."""
    links = [name for name in _LINKS if (patient.root / name).is_symlink()]
    for name in links:
        what = f"is a symbolic link to {os.path.realpath(patient.root / name)}"
        fix = "nothing is deleted through it: prune there by hand, or put a real folder in its place"
        yield Diagnosis(NOTE, name, what, fix if name.startswith("backups") else "leave it if you made it")
    if not links:
        yield Diagnosis(OK, "folders", "none is a symbolic link")


def _shared(patient: Patient) -> Iterator[Diagnosis]:
    names = [name for name in os.listdir(patient.root) if name == CONFIG_NAME or name.endswith(".json")]
    for name in (".", "backups", "logs", *sorted(names)):
        path = patient.root / name
        mode = _mode(path)
        if mode is None:
            continue
        where = str(path) if name == "." else name
        if mode & _OTHERS_WRITE:
            what = f"everybody may write it, {_why(name)}"
            yield Diagnosis(PROBLEM, where, what, f"chmod o-w {path}", _closed(patient, name, mode))
        elif mode & _GROUP_WRITES:
            yield Diagnosis(NOTE, where, "its group may write it", f"chmod g-w {path}, unless that is meant")


def _why(name: str) -> str:
    if name == ".":
        return "and so put another state here, whose commands run as you"
    if version_of(name) is not None:
        return "and it is shell code that runs as you"
    return _WHY.get(name, "and nobody could tell who did")


def _closed(patient: Patient, name: str, mode: int) -> Chmod | None:
    """Others are shut out of what is this user's own; nothing is changed through a symbolic link."""
    path = patient.root / name
    if (name != "." and path.is_symlink()) or path.stat().st_uid != patient.machine.uid:
        return None
    bits = stat.S_IMODE(mode)
    return Chmod(name, bits, bits & ~_OTHERS_WRITE)


def _ours(patient: Patient) -> Iterator[Diagnosis]:
    """Files and folders below `.moie` are for this user only."""
    if (patient.root / OURS).is_symlink():
        return
    for here, folders, names in os.walk(patient.root / OURS):
        for name in (".", *sorted(names)):
            path = Path(here) / name
            mode = _mode(path)
            if mode is None or path.is_symlink() or not mode & _ANYBODY:
                continue
            where, bits = str(path.relative_to(patient.root)), stat.S_IMODE(mode)
            level = PROBLEM if mode & (_OTHERS_WRITE | _GROUP_WRITES) else NOTE
            said = "written" if level == PROBLEM else "read"
            mend = Chmod(where, bits, bits & ~_ANYBODY)
            yield Diagnosis(level, where, f"can be {said} by others ({bits:04o})", "close it", mend)
        folders.sort()


def _owners(patient: Patient) -> Iterator[Diagnosis]:
    owner = patient.root.stat().st_uid
    if owner != patient.machine.uid:
        what = f"belongs to user {owner}, and you are {patient.machine.uid}"
        yield Diagnosis(NOTE, str(patient.root), what, "run moie as its owner, else files change hands")
    strange = [
        str(path.relative_to(patient.root))
        for folder in (patient.root, patient.root / OURS, patient.root / "backups")
        for path in (sorted(folder.iterdir()) if folder.is_dir() else ())
        if path.lstat().st_uid not in (owner, patient.machine.uid)
    ]
    if strange:
        what = f"of another owner than the root: {named(strange, 3)}"
        yield Diagnosis(NOTE, strange[0], what, "chown them")


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None
