"""How often the commands of pending jobs were tried: `.moie/attempts.json`."""

from __future__ import annotations

from collections.abc import Container
from datetime import UTC
from pathlib import Path

from moie_tui.domain.own_work import Tried
from moie_tui.domain.timestamps import moment_of, utc_text
from moie_tui.storage.our_file import OurNotes, Raw


class AttemptsFile:
    """The attempts of one root; lost, they are counted anew."""

    def __init__(self, root: Path) -> None:
        self._file = OurNotes(root, "attempts.json")

    def of(self, job: str) -> Tried | None:
        """Those of one job; None when there were none."""
        return _tried(self._file.read().get(job))

    def all(self) -> dict[str, Tried]:
        """Those of every job that was tried."""
        found = {job: _tried(raw) for job, raw in self._file.read().items()}
        return {job: tried for job, tried in found.items() if tried is not None}

    def note(self, job: str, tried: Tried) -> None:
        """Writes an attempt down."""
        entry = {"command": tried.command, "count": tried.count, "last_at": utc_text(tried.last_at)}
        self._file.change(lambda raw: {**raw, job: entry})

    def forget(self, job: str) -> None:
        """The next attempt is the first one."""
        self.keep(self._file.read().keys() - {job})

    def keep(self, jobs: Container[str]) -> None:
        """Forgets the attempts of all other jobs."""
        if any(key not in jobs for key in self._file.read()):
            self._file.change(lambda raw: {key: one for key, one in raw.items() if key in jobs})


def _tried(raw: object) -> Tried | None:
    entry: Raw = raw if isinstance(raw, dict) else {}
    command, count, at = entry.get("command"), entry.get("count"), moment_of(entry.get("last_at"), UTC)
    known = isinstance(count, int) and not isinstance(count, bool) and count > 0
    if not known or not isinstance(command, str) or at is None:
        return None
    assert isinstance(count, int)
    return Tried(command, count, at)
