"""What killed writers and plain scripts left lying."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from moie_tui.domain.checkup import NOTE, OK, Diagnosis, Rewrite
from moie_tui.operations.checkup.patient import Patient, counted
from moie_tui.storage.atomic import is_temp
from moie_tui.storage.mending import bytes_at
from moie_tui.storage.snapshot_care import SnapshotCare

_LIVE_SECONDS = 60.0
"""A writer that lives has its temp for milliseconds."""


def check_leftovers(patient: Patient) -> Iterator[Diagnosis]:
    """Temps of our pattern, sums beside no snapshot, copies in quarantine."""
    temps, care = list(_temps(patient)), SnapshotCare(patient.root, patient.stores.zone)
    for path in temps:
        mend = _removal(patient.root, path, "a leftover of a killed writer")
        yield Diagnosis(NOTE, path, "left by a writer that was killed", "remove it", mend)
    lone = care.lone_sidecars()
    for path in lone:
        mend = None if care.is_linked() else _removal(patient.root, path, "a sum beside no snapshot")
        yield Diagnosis(NOTE, path, "its snapshot is gone", "remove it", mend)
    quarantine = patient.root / ".moie" / "quarantine"
    kept = sorted(os.listdir(quarantine)) if quarantine.is_dir() else []
    if kept:
        what = f"keeps {counted(len(kept), 'document')} that could not be read"
        yield Diagnosis(NOTE, ".moie/quarantine", what, "remove them by hand once you looked")
    if not temps and not lone:
        yield Diagnosis(OK, "leftovers", "no temps, no lone sums")


def _temps(patient: Patient) -> Iterator[str]:
    for folder in _folders(patient.root):
        for name in sorted(os.listdir(folder)):
            path = folder / name
            if is_temp(name) and path.is_file() and not path.is_symlink():
                age = patient.machine.wall() - path.stat().st_mtime
                if abs(age) >= _LIVE_SECONDS:
                    yield str(path.relative_to(patient.root))


def _folders(root: Path) -> Iterator[Path]:
    """The root's own folders; nothing behind a symbolic link, and the root itself not deeper."""
    yield root
    for name in ("backups", "logs", ".moie"):
        if not (root / name).is_symlink():
            yield from (Path(here) for here, _, _ in os.walk(root / name))


def _removal(root: Path, path: str, words: str) -> Rewrite | None:
    data = bytes_at(root, path)
    return None if data is None else Rewrite(path, data, None, (words, ""))
