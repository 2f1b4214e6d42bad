"""Packing a whole root into one file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path

from moie_tui.domain.errors import Cancelled, Refused
from moie_tui.domain.plan import ABSENT, FILE, Cancel, Clock, Effect, Outcome, Plan, Progress
from moie_tui.operations.rotating import rotation_lock
from moie_tui.storage.archive_reader import Step
from moie_tui.storage.archive_writer import write_archive
from moie_tui.storage.folders import can_write
from moie_tui.storage.report import report
from moie_tui.storage.root_files import root_files
from moie_tui.storage.stores import Stores
from moie_tui.values import dataclass

_ROTATION_SECONDS = 30.0
"""How long to wait for days of the log that are just being compressed."""


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
            warnings=tuple(self._warnings()),
            same_as=f"moie archive {self.file}",
        )

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Packs while no pulse runs, reads the archive back, and only then gives it its name.

        A root that can't be written is packed without its lock: every file is read twice all the same, so
        that what is packed was so at one moment."""
        writable = can_write(self.stores.root)
        with self._locked() if writable else nullcontext():
            step = stepping(progress, cancel, "nothing was left behind")
            manifest = write_archive(self.stores.root, self.file, clock(), self._journal, step)
        size = self.file.stat().st_size
        message = f"{len(manifest.files)} files, {manifest.total} bytes, in {self.file} ({size} bytes)"
        if writable:
            facts = {"file": str(self.file), "files": len(manifest.files)}
            report(self.stores, clock(), "backup", f"archived: {message}", metadata=facts)
        message += "".join(f"; mind: {one}" for one in self._warnings())
        detail = {
            "file": str(self.file),
            "files": len(manifest.files),
            "bytes": manifest.total,
            "size_bytes": size,
        }
        return Outcome("", "done", message, plan.effects, detail=detail)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """While no pulse runs and no day of the log is being compressed."""
        holder = f"{self.name} {self.stores.origin}"
        rotation = rotation_lock(self.stores)
        with (
            self.stores.pulse_lock.hold(holder=holder),
            rotation.hold(timeout=_ROTATION_SECONDS, holder=holder),
        ):
            yield

    def _warnings(self) -> Iterator[str]:
        if not can_write(self.stores.root):
            yield "the root can't be written, so it is packed without its lock and without an event"
        if os.path.realpath(self.file).startswith(os.path.realpath(self.stores.root) + os.sep):
            yield "the archive would lie in the root itself, and be lost with it"
        if not self.file.name.endswith((".tar.gz", ".tgz")):
            yield f"it is a .tar.gz, though its name {self.file.name} does not say so"

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
