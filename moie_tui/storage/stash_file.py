"""What migrations set aside so that each way back gives what was there: `.moie/stash.json`."""

from __future__ import annotations

from pathlib import Path

from moie_tui.domain.errors import InvalidDocument
from moie_tui.storage.atomic import write_atomic
from moie_tui.storage.folders import private_folder
from moie_tui.storage.strict_json import dump, parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

STASH_NAME = ".moie/stash.json"


class StashFile:
    """The stash of one root, as `domain.migrations` makes it."""

    def __init__(self, root: Path) -> None:
        self._path = root / STASH_NAME

    def bytes(self) -> bytes | None:
        """The file as it is, None when there is none."""
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return None

    def read(self) -> dict[str, Any]:
        """The stash; empty when nothing was migrated. InvalidDocument when somebody spoilt it."""
        data = self.bytes()
        raw = {} if data is None else parse(data, str(self._path))
        if not isinstance(raw, dict):
            raise InvalidDocument("is no stash of a migration", path=str(self._path), fix="delete it")
        return raw

    def write(self, stash: dict[str, Any]) -> None:
        """Replaces the stash."""
        private_folder(self._path.parent)
        write_atomic(self._path, dump(stash))
