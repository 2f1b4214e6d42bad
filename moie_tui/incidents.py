"""What somebody else needs to help: gathered from one root, and written outside of it."""

from __future__ import annotations

from pathlib import Path

from moie_tui.domain.incident import Incident, Seen
from moie_tui.domain.plan import Cancel, Clock
from moie_tui.operations.incident import incident
from moie_tui.storage.export import export_bytes, export_place
from moie_tui.storage.stores import Stores
from moie_tui.storage.zipped import zipped


class Incidents:
    """Those of one root; nothing of it is changed."""

    def __init__(self, stores: Stores, clock: Clock) -> None:
        self._stores, self._clock = stores, clock

    def gather(self, seen: Seen, cancel: Cancel) -> Incident:
        """All there is to tell, without secrets."""
        return incident(self._stores, seen, cancel)

    def place(self, found: Incident) -> Path | None:
        """Where `write` would write it now; None when there is no such place."""
        return export_place(self._stores.root, found.stem, _folders(), "zip")

    def write(self, found: Incident) -> Path:
        """Writes it as a zip into the current folder, at home when that is the root; where it lies."""
        data = zipped(found.stem, ((one.name, one.text) for one in found.parts), self._clock())
        return export_bytes(self._stores.root, found.stem, data, _folders(), "zip")


def _folders() -> tuple[Path, ...]:
    return Path.cwd(), Path.home()
