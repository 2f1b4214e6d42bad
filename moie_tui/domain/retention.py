"""Which snapshots stay, which move out of the reach of plain scripts, and which go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo

from moie_tui.domain.settings import BackupSettings
from moie_tui.domain.snapshot import MIGRATION, PHASE, ROLLBACK, Snapshot
from moie_tui.domain.timestamps import MACHINE_ZONE
from moie_tui.values import dataclass, field

NEWEST, HOURLY, DAILY, PINNED, NEWEST_VALID = "newest", "hourly", "daily", "pinned", "newest valid"
UNWANTED = "beyond what is kept"
DAMAGED = "damaged: it fills no place, `moie doctor --fix` heals it or sets it aside"
_TURNED_BACK = 2
"""Where clocks are put back over midnight a day may come again: so many periods more are looked at."""
LIMITED = (ROLLBACK, MIGRATION, PHASE)
"""Reasons that pin by themselves, so that only the newest of each stay."""


@dataclass(frozen=True, slots=True)
class Retention:
    """What may `stay` where it is, what to `keep` in backups/kept/ instead, what to `remove`; `why` by id."""

    stay: tuple[Snapshot, ...] = ()
    keep: tuple[Snapshot, ...] = ()
    remove: tuple[Snapshot, ...] = ()
    why: Mapping[str, str] = field(default_factory=dict)


def retain(snapshots: Sequence[Snapshot], rules: BackupSettings, zone: tzinfo | None) -> Retention:
    """Sorts the snapshots, each list newest first; days are those of `zone` (None: the machine's).

    Pinned ones leave backups/ at once and aren't counted among the newest `keep`. Damaged ones count nowhere:
    they stay until somebody heals them or sets them aside, and no sound one makes room for them."""
    ordered = sorted(snapshots, key=lambda one: one.sequence, reverse=True)
    damaged = {one.id: DAMAGED for one in ordered if one.damaged}
    why = damaged | _wanted([one for one in ordered if not one.damaged], rules, zone)
    stay, keep, remove = [], [], []
    for one in ordered:
        if one.id not in why:
            remove.append(one)
        elif one.kept or why[one.id] in (NEWEST, DAMAGED):
            stay.append(one)
        else:
            keep.append(one)
    reasons = {one.id: why.get(one.id) or _why_not(one, rules.pinned_per_reason) for one in ordered}
    return Retention(tuple(stay), tuple(keep), tuple(remove), reasons)


def _why_not(one: Snapshot, limit: int) -> str:
    """Why nothing wants it; one that is pinned had a place until newer ones of its reason took it."""
    return f"pinned, but {limit} newer of reason {one.reason} are too" if one.pinned else UNWANTED


def _wanted(ordered: Sequence[Snapshot], rules: BackupSettings, zone: tzinfo | None) -> dict[str, str]:
    """Why each wanted snapshot is wanted: the first reason that holds."""
    pinned = _pinned(ordered, rules.pinned_per_reason)
    free = [one for one in ordered if one.id not in pinned]
    proven = [one.id for one in ordered if one.proven]
    tiers: tuple[tuple[str, Iterable[str]], ...] = (
        (PINNED, pinned),
        (NEWEST, [one.id for one in free[: rules.keep]]),
        (HOURLY, _newest_of_each(ordered, _hour, rules.hourly)),
        (DAILY, _newest_of_each(ordered, lambda one: _day(one.taken_at, zone), rules.daily)),
        (NEWEST_VALID, proven[:1]),
    )
    why: dict[str, str] = {}
    for word, ids in tiers:
        for one in ids:
            why.setdefault(one, word)
    return why


def _pinned(ordered: Sequence[Snapshot], limit: int) -> set[str]:
    protected = {one.id for one in ordered if one.pinned and one.reason not in LIMITED}
    for reason in LIMITED:
        of_reason = [one.id for one in ordered if one.pinned and one.reason == reason]
        protected.update(of_reason[:limit])
    return protected


def _newest_of_each(
    snapshots: Sequence[Snapshot], period: Callable[[Snapshot], datetime | date], limit: int
) -> list[str]:
    """The newest snapshot of each of the last `limit` periods that have one."""
    newest: dict[datetime | date, Snapshot] = {}
    for one in sorted(snapshots, key=lambda one: (one.taken_at, one.sequence))[::-1]:
        newest.setdefault(period(one), one)
        if len(newest) >= limit + _TURNED_BACK:
            break
    return [newest[key].id for key in sorted(newest, reverse=True)[:limit]]


def _hour(one: Snapshot) -> datetime:
    return one.taken_at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _day(moment: datetime, zone: tzinfo | None) -> date:
    try:
        return moment.astimezone(zone or MACHINE_ZONE).date()
    except (OverflowError, ValueError, OSError):
        # The first and the last day of the calendar have no local time everywhere.
        return moment.date()
