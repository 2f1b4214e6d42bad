"""What leads from one stored state to another, or to the live one; only reads."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from moie_tui.domain.diff import diff
from moie_tui.domain.plan import Effect
from moie_tui.operations.carry import carried
from moie_tui.storage.state_file import parsed
from moie_tui.storage.stores import Stores

LIVE = ""
"""The name of the state as it is now."""


def compare(stores: Stores, before: str, after: str, now: datetime) -> tuple[Effect, ...]:
    """Differences by id between two snapshots (id, file name, `latest`), or the live state by the name ""."""
    first, first_name, first_version = _document(stores, before)
    second, _, version = _document(stores, after)
    if first_version != version:
        first, _ = carried(stores, first, first_name, first_version, version, now)
    return diff(first, second)


def _document(stores: Stores, wanted: str) -> tuple[dict[str, Any], str, int]:
    if wanted == LIVE:
        live = stores.state.read()
        return live.raw, live.name, live.version
    found = stores.snapshots.find(wanted)
    raw, _ = parsed(stores.snapshots.read(found), found.name, found.schema_version)
    return raw, found.name, found.schema_version
