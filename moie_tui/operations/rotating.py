"""Old days of the log: compressed, and removed when the config keeps them no longer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime

from moie_tui.domain.amounts import counted, size
from moie_tui.domain.errors import Busy, MoieError
from moie_tui.domain.event import WARNING
from moie_tui.storage.atomic import sweep_temps
from moie_tui.storage.folders import OURS
from moie_tui.storage.locks import FileLock
from moie_tui.storage.log_age import outdated, waiting
from moie_tui.storage.log_days import LogDay, log_days
from moie_tui.storage.our_file import OurNotes
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.plan import Progress

CATEGORY = "rotation"
_NOTES, _TRIED = "rotation.json", "tried"
_MB = 1_000_000
_MOST_BYTES = 64_000_000
"""How much one pulse compresses, so that none takes long; the next one goes on."""


def rotate_if_due(stores: Stores, now: datetime, progress: Progress) -> None:
    """At the end of a pulse: a listing tells what is to be done. Nothing that fails here stops a pulse.

    What failed is a warning of the log; that, and a day somebody still has open, is tried again tomorrow."""
    try:
        if not is_due(stores, now) or _notes(stores).read().get(_TRIED) == _day(now).isoformat():
            return
        if not rotate(stores, now, progress, most_bytes=_MOST_BYTES):
            _note_try(stores, now)
    except Busy:
        return  # somebody else does it
    except (MoieError, OSError) as error:
        with suppress(MoieError):  # without room for a warning there is none for a note either
            words = error.line() if isinstance(error, MoieError) else str(error)
            report(stores, now, CATEGORY, f"the log could not be rotated: {words}", level=WARNING)
            _note_try(stores, now)


def is_due(stores: Stores, now: datetime) -> bool:
    """Whether there is a day to compress or to remove; none below a symbolic link: others may share it."""
    if stores.events.folder.is_symlink():
        return False
    days = log_days(stores.events.folder)
    return bool(waiting(days, _day(now))) or any(True for _ in _outdated(stores, days, now))


def due_words(stores: Stores, now: datetime) -> str:
    """What is due, "" for nothing."""
    if not is_due(stores, now):
        return ""
    days = log_days(stores.events.folder)
    packed, gone = len(waiting(days, _day(now))), len([*_outdated(stores, days, now)])
    parts = [f"{counted(packed, 'old day')} to compress"] if packed else []
    return ", ".join([*parts, f"{counted(gone, 'day')} to remove"] if gone else parts)


def rotate(stores: Stores, now: datetime, progress: Progress, *, most_bytes: int | None = None) -> int:
    """Compresses and removes what is due; how many days that were. Busy when somebody else is at it."""
    from moie_tui.storage.rotation import pack

    if not is_due(stores, now):
        return 0
    folder, packed, taken = stores.events.folder, 0, 0
    with rotation_lock(stores).hold(holder=f"rotation {stores.origin}"):
        sweep_temps(folder)
        # What is too old in any case is not compressed first.
        removed = _remove_outdated(stores, now, most_mb=None)
        for one in waiting(log_days(folder), _day(now)):
            if most_bytes is not None and taken >= most_bytes:
                break
            progress.step(f"compressing the log of {one.day}")
            packed += pack(folder, one.day)
            taken += one.stored
        return packed + removed + _remove_outdated(stores, now, stores.settings.events.max_mb)


def rotation_lock(stores: Stores) -> FileLock:
    """Held while files of the log are moved, compressed or removed."""
    return FileLock(stores.root / OURS / "rotation.lock")


def _remove_outdated(stores: Stores, now: datetime, most_mb: int | None) -> int:
    from moie_tui.storage.rotation import remove

    days, keep = log_days(stores.events.folder), stores.settings.events.keep_days
    gone = [*outdated(days, _day(now), keep, None if most_mb is None else most_mb * _MB)]
    for one, why in gone:
        # Told first: a death in between tells it twice, never not at all.
        facts = {"day": one.day, "bytes": one.stored, "why": why}
        message = f"the log of {one.day} is removed ({size(one.stored)}): {why}"
        report(stores, now, CATEGORY, message, metadata=facts)
        remove(stores.events.folder, one)
    return len(gone)


def _outdated(stores: Stores, days: tuple[LogDay, ...], now: datetime) -> Iterator[tuple[LogDay, str]]:
    kept = stores.settings.events
    return outdated(days, _day(now), kept.keep_days, kept.max_mb * _MB)


def _note_try(stores: Stores, now: datetime) -> None:
    _notes(stores).change(lambda raw: {**raw, _TRIED: _day(now).isoformat()})


def _notes(stores: Stores) -> OurNotes:
    return OurNotes(stores.root, _NOTES)


def _day(now: datetime) -> date:
    return now.astimezone(UTC).date()
