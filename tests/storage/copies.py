"""States as bytes, and plain ways to take and lay snapshots of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from moie_tui.domain.snapshot import HEARTBEAT, Snapshot
from moie_tui.storage.snapshots import Snapshots
from tests.builders import a_state

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ORIGIN = "op@host tty1 pid 7"


def state_bytes(mark: object = "", version: int = 2) -> bytes:
    """A valid state that `mark` makes different from others."""
    return json.dumps(a_state(version=version, mark=str(mark))).encode()


def take(
    snapshots: Snapshots,
    after_seconds: float = 0,
    *,
    reason: str = HEARTBEAT,
    pin: bool = False,
    version: int = 2,
) -> Snapshot:
    """A snapshot of a state of its own, so many seconds after noon."""
    data = state_bytes(after_seconds, version)
    now = NOON + timedelta(seconds=after_seconds)
    return snapshots.take(data, version, reason, now, origin=ORIGIN, pin=pin)


def lay(root: Path, name: str, data: bytes | None = None) -> Path:
    """A copy as a plain script makes it."""
    path = root / "backups" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(state_bytes(name) if data is None else data)
    return path


def names(snapshots: Snapshots) -> list[str]:
    """The names as listed, newest first."""
    return [row.name for row in snapshots.all()]
