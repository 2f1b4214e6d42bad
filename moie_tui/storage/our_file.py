"""A small JSON document of our own in `.moie/`: parsed once per content, changed whole under a lock."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from moie_tui.domain.errors import InvalidDocument
from moie_tui.storage.atomic import write_atomic
from moie_tui.storage.folders import OURS, private_folder
from moie_tui.storage.locks import FileLock
from moie_tui.storage.reading import Fingerprint, bytes_or_none, fingerprint
from moie_tui.storage.strict_json import dump, parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_PATIENCE_SECONDS = 10.0

Raw = dict[str, "Any"]


class OurFile:
    """One object in `.moie/NAME.json`; a missing file is an empty object, a spoilt one InvalidDocument."""

    def __init__(self, root: Path, name: str) -> None:
        self.name = f"{OURS}/{name}"
        """Its path in the root, as the operation log names it."""
        self.path = root / OURS / name
        self._lock = FileLock(self.path.with_suffix(".lock"))
        self._seen: tuple[Fingerprint | None, Raw] = (None, {})

    def read(self) -> Raw:
        """The object as it is; not to be changed by whoever reads it."""
        found = fingerprint(self.path)
        if found != self._seen[0]:
            self._seen = (found, self._parsed(bytes_or_none(self.path)) if found else {})
        return self._seen[1]

    def change(
        self,
        change: Callable[[Raw], Raw],
        before_write: Callable[[bytes | None, bytes], None] | None = None,
    ) -> None:
        """Puts what `change` makes of the object in its place.

        `before_write` gets the bytes to be replaced (None: no file yet) and the new ones, under the lock."""
        private_folder(self.path.parent)
        with self._lock.hold(timeout=_PATIENCE_SECONDS, holder=f"changing {self.name}"):
            data = bytes_or_none(self.path)
            changed = dump(change(self._parsed(data)))
            if changed == data:
                return
            if before_write is not None:
                before_write(data, changed)
            write_atomic(self.path, changed)

    def _parsed(self, data: bytes | None) -> Raw:
        if data is None:
            return {}
        raw = parse(data, self.name)
        if not isinstance(raw, dict):
            raise InvalidDocument("must be an object", path=self.name, fix="move it away")
        return raw


class OurNotes(OurFile):
    """One whose loss costs little: a spoilt one is an empty object, and is replaced by the next change."""

    def _parsed(self, data: bytes | None) -> Raw:
        try:
            return super()._parsed(data)
        except InvalidDocument:
            return {}
