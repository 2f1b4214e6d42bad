"""A snapshot: one stored copy of the state, with a reason."""

from __future__ import annotations

from datetime import datetime

from moie_tui.values import dataclass

HEARTBEAT, PHASE, MANUAL = "heartbeat", "phase", "manual"
ROLLBACK, MIGRATION, UNKNOWN = "rollback", "migration", "unknown"
REASONS = (HEARTBEAT, PHASE, MANUAL, ROLLBACK, MIGRATION, UNKNOWN)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One row of the backup history; times are aware UTC, `kept` says it lies in backups/kept/.

    `proven` since `proven_at`: its sum, its schema and a scratch restore were checked then. `damaged`: its
    bytes were found not to be those taken, or no state at all."""

    id: str
    name: str
    sequence: int
    taken_at: datetime
    reason: str = UNKNOWN
    note: str = ""
    size_bytes: int = 0
    sha256: str = ""
    proven: bool = False
    pinned: bool = False
    kept: bool = False
    schema_version: int = 2
    origin: str = ""
    proven_at: datetime | None = None
    damaged: bool = False
