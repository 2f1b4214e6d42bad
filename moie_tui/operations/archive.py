"""Packing a whole root into one file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from moie_tui.domain.errors import Cancelled, Refused
from moie_tui.domain.plan import ABSENT, FILE, Cancel, Clock, Effect, Outcome, Plan, Progress
from moie_tui.storage.archive_reader import Step
from moie_tui.storage.archive_writer import write_archive
from moie_tui.storage.report import report
from moie_tui.storage.root_files import root_files
from moie_tui.storage.stores import Stores


@dataclass(frozen=True)
class Archive:
    """Documents, snapshots, logs and what is ours in one `.tar.gz`; the root itself only gets an event."""

    stores: Stores
    file: Path
    name: str = "archive"

    def plan(self, now: datetime) -> Plan:
        """What would be packed; Refused when the file is there already."""
        self.stores.state.require_live_version()
        if os.path.lexists(self.file):
            raise Refused("is there already", where=str(self.file), fix="choose another name")
        if not self.file.parent.is_dir():
            raise Refused("there is no such folder", where=str(self.file.parent), fix="make it first")
        count = len(root_files(self.stores.root, self._journal))
        return Plan(
            operation=self.name,
            title=f"Archive · {count} files into {self.file}",
            effects=(Effect(FILE, str(self.file), ABSENT, f"an archive of {count} files"),),
            same_as=f"moie archive {self.file}",
        )

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Packs while no pulse runs, reads the archive back, and only then gives it its name."""
        with self.stores.pulse_lock.hold(holder=f"{self.name} {self.stores.origin}"):
            step = stepping(progress, cancel, "nothing was left behind")
            manifest = write_archive(self.stores.root, self.file, clock(), self._journal, step)
        size = self.file.stat().st_size
        message = f"{len(manifest.files)} files, {manifest.total} bytes, in {self.file} ({size} bytes)"
        facts = {"file": str(self.file), "files": len(manifest.files)}
        report(self.stores, clock(), "backup", f"archived: {message}", metadata=facts)
        detail = {
            "file": str(self.file),
            "files": len(manifest.files),
            "bytes": manifest.total,
            "size_bytes": size,
        }
        return Outcome("", "done", message, plan.effects, detail=detail)

    @property
    def _journal(self) -> str | None:
        return self.stores.settings.system_journal


def stepping(progress: Progress, cancel: Cancel, left: str) -> Step:
    """Tells each step, and stops before the next one when the operator took it back."""

    def step(what: str) -> None:
        if cancel.is_set():
            raise Cancelled("cancelled", fix=left)
        progress.step(what)

    return step
