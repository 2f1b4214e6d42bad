"""The tables of the index, and what adds to them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from itertools import pairwise

from moie_tui.domain.metric_window import HOUR, SLOT
from moie_tui.domain.tally import COUNTERS, LARGEST, LAST_BEAT, LONGEST_NAME, Cell, Tally, add_up

VERSION = 1
"""Another one in a file means that it is made anew."""
BUSY_SECONDS = 10.0
_KEY = "width, start, day"
_SCHEMA = f"""
CREATE TABLE about (zone TEXT NOT NULL);
CREATE TABLE days (day TEXT PRIMARY KEY, files TEXT NOT NULL, position INTEGER NOT NULL,
    size INTEGER NOT NULL, seal TEXT NOT NULL, lines INTEGER NOT NULL, unreadable INTEGER NOT NULL)
    WITHOUT ROWID;
CREATE TABLE tallies (width INTEGER NOT NULL, start INTEGER NOT NULL, day TEXT NOT NULL,
    {", ".join(f"{name} REAL NOT NULL" for name in COUNTERS)}, PRIMARY KEY ({_KEY})) WITHOUT ROWID;
CREATE TABLE beats (slot INTEGER NOT NULL, day TEXT NOT NULL, first REAL NOT NULL, last REAL NOT NULL,
    awake_first REAL, awake_last REAL, PRIMARY KEY (slot, day)) WITHOUT ROWID;
CREATE TABLE silences (begin REAL PRIMARY KEY, end REAL NOT NULL, awake_begin REAL, awake_end REAL)
    WITHOUT ROWID;
CREATE TABLE criticals (slot INTEGER NOT NULL, day TEXT NOT NULL, first REAL NOT NULL, last REAL NOT NULL,
    PRIMARY KEY (slot, day)) WITHOUT ROWID;
CREATE TABLE moments (at REAL NOT NULL, job TEXT NOT NULL, what TEXT NOT NULL, day TEXT NOT NULL);
CREATE INDEX moments_of_job ON moments (job, at);
CREATE INDEX moments_at ON moments (at);
CREATE TABLE categories (day TEXT NOT NULL, name TEXT NOT NULL, lines INTEGER NOT NULL,
    PRIMARY KEY (day, name)) WITHOUT ROWID;
PRAGMA user_version = {VERSION};
"""
_ADD_TALLY = (
    f"INSERT INTO tallies VALUES ({', '.join('?' * (len(COUNTERS) + 3))}) ON CONFLICT ({_KEY}) DO UPDATE SET "
    + ", ".join(
        f"{name} = max({name}, excluded.{name})" if at in LARGEST else f"{name} = {name} + excluded.{name}"
        for at, name in enumerate(COUNTERS)
    )
)
_ADD_BEATS = """INSERT INTO beats VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (slot, day) DO UPDATE SET
    awake_first = CASE WHEN excluded.first < first THEN excluded.awake_first ELSE awake_first END,
    awake_last = CASE WHEN excluded.last > last THEN excluded.awake_last ELSE awake_last END,
    first = min(first, excluded.first), last = max(last, excluded.last)"""
_BEATS = "SELECT first, last, awake_first, awake_last FROM beats WHERE"
_ADD_CRITICALS = """INSERT INTO criticals VALUES (?, ?, ?, ?) ON CONFLICT (slot, day) DO UPDATE SET
    first = min(first, excluded.first), last = max(last, excluded.last)"""
_ADD_CATEGORY = """INSERT INTO categories VALUES (?, ?, ?)
    ON CONFLICT (day, name) DO UPDATE SET lines = lines + excluded.lines"""


def create(db: sqlite3.Connection, zone: str) -> None:
    """Makes the tables in an empty database; naive times of the log are read in this zone.

    DatabaseError when the database holds something else."""
    db.execute("BEGIN IMMEDIATE")
    with db:
        if is_ours(db, zone):
            return  # another process was as quick
        for statement in filter(str.strip, _SCHEMA.split(";")):
            db.execute(statement)
        db.execute("INSERT INTO about VALUES (?)", (zone,))


def is_ours(db: sqlite3.Connection, zone: str) -> bool:
    """Whether the tables are of this version and were filled by this zone."""
    if db.execute("PRAGMA user_version").fetchone()[0] != VERSION:
        return False
    return bool(db.execute("SELECT zone FROM about").fetchall() == [(zone,)])


def add(db: sqlite3.Connection, day: str, tally: Tally) -> None:
    """Adds what lines of a day's log add up to."""
    beats = tally.beats()
    for slot, one in beats.items():
        tally.cells[slot][LAST_BEAT] = one.last
    for width in (SLOT, HOUR):
        cells = _by(width, tally.cells)
        db.executemany(_ADD_TALLY, [(width, start, day, *cell) for start, cell in cells.items()])
    db.executemany(_ADD_BEATS, [(slot, day, *one) for slot, one in beats.items()])
    if beats:
        listen(db, min(beats), max(beats))
    db.executemany(_ADD_CRITICALS, [(slot, day, *ends) for slot, ends in tally.criticals().items()])
    db.executemany("INSERT INTO moments VALUES (?, ?, ?, ?)", [(*one, day) for one in tally.moments])
    db.executemany(
        _ADD_CATEGORY, [(day, name[:LONGEST_NAME], lines) for name, lines in tally.categories.items()]
    )


def listen(db: sqlite3.Connection, first: int, last: int) -> None:
    """Finds the silences between beats anew from one slot to another, with those that lead there and on."""
    earlier = db.execute(f"{_BEATS} slot < ? ORDER BY slot DESC, last DESC LIMIT 1", (first,)).fetchall()
    within = db.execute(f"{_BEATS} slot >= ? AND slot <= ? ORDER BY slot, first", (first, last)).fetchall()
    later = db.execute(f"{_BEATS} slot > ? ORDER BY slot, first LIMIT 1", (last,)).fetchall()
    beats = [*earlier, *within, *later]
    db.execute("DELETE FROM silences WHERE begin >= ? AND begin < ?", (beats[0][1], beats[-1][1]))
    found = [
        (one[1], following[0], one[3], following[2])
        for one, following in pairwise(beats)
        if following[0] - one[1] > SLOT
    ]
    db.executemany("INSERT OR REPLACE INTO silences VALUES (?, ?, ?, ?)", found)


def forget(db: sqlite3.Connection, day: str) -> None:
    """Takes a day's log out again."""
    for table in ("days", "tallies", "beats", "criticals", "moments", "categories"):
        db.execute(f"DELETE FROM {table} WHERE day = ?", (day,))
    first, last = db.execute("SELECT min(slot), max(slot) FROM beats").fetchone()
    db.execute("DELETE FROM silences")
    if first is not None:
        listen(db, first, last)


def _by(width: int, cells: Mapping[int, Cell]) -> Mapping[int, Cell]:
    """The counts of slots as counts of whole hours, or as they are."""
    if width == SLOT:
        return cells
    found: dict[int, Cell] = {}
    for start, cell in cells.items():
        add_up(found.setdefault(start // width * width, [0.0] * len(cell)), cell)
    return found
