"""Which version of the state is live, and what the others were as that was written down."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from moie_tui.domain.errors import InvalidDocument
from moie_tui.domain.state_names import is_version
from moie_tui.storage.atomic import write_atomic
from moie_tui.storage.folders import private_folder
from moie_tui.storage.reading import fingerprint, read_patiently
from moie_tui.storage.strict_json import dump, parse
from moie_tui.values import dataclass

LIVE_NAME = ".moie/live.json"


@dataclass(frozen=True)
class Live:
    """The live version, and the sha256 of every other version's file by name at that time."""

    version: int
    others: Mapping[str, str]


class LiveRecord:
    """The record of one root; made by our first write, so it may be missing."""

    def __init__(self, root: Path) -> None:
        self._path = root / LIVE_NAME

    def read(self) -> Live | None:
        """The record, None when there is none; InvalidDocument when somebody spoilt it."""
        if fingerprint(self._path) is None:
            return None
        return read_patiently(self._path, _live)[1]

    def write(self, live: Live) -> None:
        """Replaces the record."""
        private_folder(self._path.parent)
        write_atomic(self._path, dump({"version": live.version, "others": dict(live.others)}))


def _live(data: bytes) -> Live:
    raw = parse(data, LIVE_NAME)
    version, others = (raw.get("version"), raw.get("others")) if isinstance(raw, dict) else (None, None)
    named = isinstance(others, dict) and all(isinstance(one, str) for one in others.values())
    known = isinstance(version, int) and not isinstance(version, bool) and is_version(version)
    if not known or not named:
        fix = "delete it; the highest version present is live again"
        raise InvalidDocument("does not say which version is live", path=LIVE_NAME, fix=fix)
    assert isinstance(version, int)
    assert isinstance(others, dict)
    return Live(version, others)
