"""Following the log: each day is read on from where its last reading ended."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import tzinfo
from pathlib import Path
from typing import NamedTuple

from moie_tui.domain.tally import Tally
from moie_tui.storage.index.lines import add_lines
from moie_tui.storage.index.schema import add, forget
from moie_tui.storage.log_days import LogDay, Text, day_text, log_days
from moie_tui.values.digest import sha256_of

_CHUNK = 128 * 1024
_AT_ONCE = 16 * 1024 * 1024
"""How many bytes one transaction takes: a reader that is stopped loses no more than these."""
_HEAD, _LAST = 1024, 256


class Known(NamedTuple):
    """What was read of a day: its files then, up to where of how many bytes, and the seal of that."""

    files: str
    position: int
    size: int
    seal: str


def catch_up(
    db: sqlite3.Connection, folder: Path, zone: tzinfo | None, enough: Callable[[], bool] = lambda: False
) -> int:
    """Counts what is new in the log, newest days first, until that is `enough`; how many bytes are left."""
    days = log_days(folder)
    known = {
        day: Known(*rest) for day, *rest in db.execute("SELECT day, files, position, size, seal FROM days")
    }
    for gone in known.keys() - {one.day for one in days}:
        db.execute("BEGIN IMMEDIATE")
        with db:
            forget(db, gone)
    behind = 0
    for one in reversed(days):
        seen = known.get(one.day)
        if seen is not None and seen.files == repr(one.files):
            behind += seen.size - seen.position
        elif enough():
            behind += max(0, one.stored - (seen.position if seen else 0))
        else:
            behind += _read_on(db, folder, zone, one, one is not days[-1], enough)
    return behind


def _read_on(
    db: sqlite3.Connection,
    folder: Path,
    zone: tzinfo | None,
    day: LogDay,
    over: bool,
    enough: Callable[[], bool],
) -> int:
    """Reads one day to its end, or until that is enough; how many of its bytes are left."""
    with day_text(folder, day.day) as text:
        while True:
            # Under the write lock the row is what it is: another process may have read on meanwhile.
            db.execute("BEGIN IMMEDIATE")
            with db:
                position = _place(db, day.day, text)
                tally = Tally(zone)
                end = _add_on(tally, text, position, over)
                add(db, day.day, tally)
                done = end >= text.size or end == position
                _remember(
                    db,
                    day,
                    Known(repr(day.files) if end >= text.size else "", end, text.size, _seal(text, end)),
                    tally,
                )
            if done or enough():
                return text.size - end


def _place(db: sqlite3.Connection, day: str, text: Text) -> int:
    """From where on a day is new; from its start when what was read of it is no longer there."""
    row = db.execute("SELECT files, position, size, seal FROM days WHERE day = ?", (day,)).fetchone()
    if row is None:
        return 0
    seen = Known(*row)
    if text.size >= seen.position and _seal(text, seen.position) == seen.seal:
        return seen.position
    forget(db, day)
    return 0


def _add_on(tally: Tally, text: Text, position: int, over: bool) -> int:
    """Adds whole lines, at most so many as fit one transaction; where the next one begins.

    Of a day that is over the last line counts even without its end."""
    rest, stop = b"", position + _AT_ONCE
    at = position
    while at < stop and (chunk := text.read(at, _CHUNK)):
        at += len(chunk)
        data = rest + chunk
        cut = data.rfind(b"\n") + 1
        add_lines(tally, data[:cut])
        rest = data[cut:]
        if len(rest) > _AT_ONCE:
            break  # a line without end; what comes of it is read as the next ones
    if rest and ((over and at >= text.size) or len(rest) > _AT_ONCE):
        add_lines(tally, rest)
        rest = b""
    return at - len(rest)


def _remember(db: sqlite3.Connection, day: LogDay, known: Known, tally: Tally) -> None:
    db.execute(
        """INSERT INTO days VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (day) DO UPDATE SET
        files = excluded.files, position = excluded.position, size = excluded.size, seal = excluded.seal,
        lines = lines + excluded.lines, unreadable = unreadable + excluded.unreadable""",
        (day.day, *known, tally.lines, tally.unreadable),
    )


def _seal(text: Text, position: int) -> str:
    """The sum of how a day begins and of the last bytes before a place: that of another log differs."""
    head = text.read(0, min(_HEAD, position))
    return sha256_of(head + text.read(max(0, position - _LAST), min(_LAST, position)))
