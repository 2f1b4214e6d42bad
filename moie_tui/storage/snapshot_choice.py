"""Which snapshot an operator means: by id, by the start of one, by file name, or `latest`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from moie_tui.domain.errors import UsageError
from moie_tui.domain.snapshot import ROLLBACK, Snapshot
from moie_tui.storage.snapshot_names import LATEST

_SHOWN = 5


def latest(rows: Iterable[Snapshot]) -> Snapshot | None:
    """The newest by sequence, those taken before a rollback left out."""
    wanted = (row for row in rows if row.reason != ROLLBACK)
    return max(wanted, key=lambda row: row.sequence, default=None)


def choose(rows: Sequence[Snapshot], wanted: str) -> Snapshot:
    """The one snapshot `wanted` names; UsageError says which ones are near."""
    if wanted == LATEST:
        newest = latest(rows)
        if newest is None:
            raise UsageError("there is no snapshot", fix="take one with `moie backup`")
        return newest
    name = wanted.rpartition("/")[2].removesuffix(".json")
    for row in rows:
        if wanted.lower() == row.id or name == row.name.removesuffix(".json"):
            return row
    starting = [row for row in rows if wanted and row.id.startswith(wanted.lower())]
    if len(starting) == 1:
        return starting[0]
    if starting:
        near = ", ".join(row.id for row in starting[:_SHOWN])
        raise UsageError(
            f"{wanted!r} is the start of {len(starting)} snapshots: {near}", fix="type more of the id"
        )
    raise UsageError(f"no snapshot is called {wanted!r}", fix=_advice(rows, wanted))


def _advice(rows: Sequence[Snapshot], wanted: str) -> str:
    from difflib import get_close_matches

    if not rows:
        return "take one with `moie backup`"
    near = get_close_matches(wanted, [word for row in rows for word in (row.id, row.name)], _SHOWN)
    known = ", ".join(near or [row.id for row in rows[:_SHOWN]])
    return (
        f"did you mean {known}? `moie backups` lists all"
        if near
        else f"the newest are {known}; `moie backups` lists all"
    )
