"""Which pending jobs were seen before, so that a job's first sight is told once."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from moie_tui.domain.errors import InvalidDocument
from moie_tui.storage.atomic import write_atomic
from moie_tui.storage.strict_json import dump, parse


class Sightings:
    """The ids of pending jobs seen so far, in `.moie/pending.json`; without the file nothing was seen."""

    def __init__(self, root: Path) -> None:
        self._path = root / ".moie" / "pending.json"

    def first_seen(self, pending: Collection[str]) -> list[str]:
        """Those of `pending` that are new; remembers exactly `pending` for the next time."""
        before = self._read()
        if set(pending) != before:
            write_atomic(self._path, dump(sorted(pending)))
        return [key for key in pending if key not in before]

    def _read(self) -> set[str]:
        try:
            raw = parse(self._path.read_bytes(), str(self._path))
        except (FileNotFoundError, InvalidDocument):
            # Ours and disposable: a lost list only tells a first sight twice.
            return set()
        return {str(key) for key in raw} if isinstance(raw, list) else set()
