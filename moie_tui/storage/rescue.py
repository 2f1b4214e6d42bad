"""What there is to show of a root whose state can't be read: the newest snapshot that would restore."""

from __future__ import annotations

from collections.abc import Iterable

from moie_tui.domain.errors import MoieError
from moie_tui.domain.snapshot import ROLLBACK, Snapshot
from moie_tui.domain.state import State
from moie_tui.storage.snapshots import Snapshots
from moie_tui.storage.state_file import parsed
from moie_tui.values import dataclass


@dataclass(frozen=True)
class Sound:
    """A snapshot whose sum, schema and restore are in order, with its state in the snapshot's own version."""

    snapshot: Snapshot
    state: State


class Rescue:
    """Finds the newest sound snapshot; those of a list it has seen are not opened again."""

    def __init__(self) -> None:
        self._rows: tuple[Snapshot, ...] | None = None
        self._found: Sound | None = None

    def newest_sound(self, snapshots: Snapshots, rows: tuple[Snapshot, ...]) -> Sound | None:
        """The newest of `rows` that would restore; what was rolled away from only when nothing else would."""
        if rows != self._rows:
            self._found = next((one for row in _ordered(rows) if (one := _sound(snapshots, row))), None)
            self._rows = rows
        return self._found


def _ordered(rows: Iterable[Snapshot]) -> list[Snapshot]:
    return sorted(rows, key=lambda row: (row.reason != ROLLBACK, row.sequence), reverse=True)


def _sound(snapshots: Snapshots, row: Snapshot) -> Sound | None:
    try:
        data = snapshots.read(row)
        _, state = parsed(data, row.name, row.schema_version)
    except MoieError:
        return None  # the next older one is tried; `moie doctor` says what is wrong with this one
    from moie_tui.storage.scratch import restores

    return Sound(row, state) if row.proven or restores(data, row.schema_version) else None
