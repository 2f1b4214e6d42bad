"""How the mirror fared the last time: `.moie/mirror.json`."""

from __future__ import annotations

from pathlib import Path

from moie_tui.domain.errors import InvalidDocument
from moie_tui.domain.view import Problem
from moie_tui.storage.atomic import write_atomic
from moie_tui.storage.folders import OURS, private_folder
from moie_tui.storage.reading import Fingerprint, fingerprint
from moie_tui.storage.strict_json import dump, parse
from moie_tui.values import dataclass

MIRROR_NAME = "mirror.json"


@dataclass(frozen=True)
class Mirrored:
    """The configured folder, where its copies lie, whether there were any, and why it failed last ("")."""

    folder: str = ""
    home: str = ""
    was_there: bool = False
    failure: str = ""

    @property
    def problem(self) -> Problem | None:
        """What the view shows while the mirror fails."""
        if not self.failure:
            return None
        fix = "snapshots stay whole here; the next one catches up"
        return Problem("backups.mirror", f"the mirror failed: {self.failure}", fix)


class MirrorRecord:
    """The record of one root, parsed once per content; a spoilt one is none, as it only tells the past."""

    def __init__(self, root: Path) -> None:
        self._path = root / OURS / MIRROR_NAME
        self._seen: tuple[Fingerprint | None, Mirrored] = (None, Mirrored())

    def read(self) -> Mirrored:
        """What was written last; nothing when nothing was."""
        found = fingerprint(self._path)
        if found != self._seen[0]:
            self._seen = (found, self._read() if found else Mirrored())
        return self._seen[1]

    def write(self, mirrored: Mirrored) -> None:
        """Replaces the record."""
        private_folder(self._path.parent)
        fields = ("folder", "home", "was_there", "failure")
        write_atomic(self._path, dump({name: getattr(mirrored, name) for name in fields}))

    def _read(self) -> Mirrored:
        try:
            raw = parse(self._path.read_bytes(), str(self._path))
        except (FileNotFoundError, InvalidDocument):
            return Mirrored()
        if not isinstance(raw, dict):
            return Mirrored()
        texts = {name: str(raw.get(name, "")) for name in ("folder", "home", "failure")}
        return Mirrored(**texts, was_there=raw.get("was_there") is True)
