"""What the index knows of one window."""

from __future__ import annotations

import sqlite3
from itertools import chain

from moie_tui.domain.facts import Facts
from moie_tui.domain.metric_window import DAY, HOUR, SLOT, Window
from moie_tui.domain.tally import COUNTERS, DONE, LARGEST, PROVEN, Cell, Moment, Silence, Tally, add_up

_SUMS = ", ".join(f"{'max' if at in LARGEST else 'sum'}({name})" for at, name in enumerate(COUNTERS))
_CELLS = f"""SELECT (start - ?) / ? AS bucket, {_SUMS} FROM tallies
    WHERE width = ? AND start >= ? AND start < ? GROUP BY bucket"""
_FIRST_BEAT = "SELECT first FROM beats WHERE slot >= ? AND slot < ? ORDER BY slot, first LIMIT 1"
_BEAT_BEFORE = "SELECT last FROM beats WHERE slot < ? ORDER BY slot DESC, last DESC LIMIT 1"
_SILENCES = """SELECT begin, end, awake_begin, awake_end FROM silences
    WHERE end > ? AND begin < ? AND end - begin > ? ORDER BY begin"""
_CRITICALS = "SELECT first, last FROM criticals WHERE slot >= ? AND slot < ? ORDER BY slot"
_CRITICAL_BEFORE = "SELECT last FROM criticals WHERE slot < ? ORDER BY slot DESC LIMIT 1"
_MOMENTS = """SELECT at, job, what FROM moments WHERE job IN
    (SELECT job FROM moments WHERE at >= ? AND at < ? AND what IN (?, ?)) AND at < ? ORDER BY at, rowid"""
# A broken clock may stamp anything: an event far older than the oldest day begins no log.
_BEGIN = """SELECT min(start) FROM tallies
    WHERE width = ? AND start >= (SELECT CAST(strftime('%s', min(day)) AS INTEGER) - ? FROM days)"""


_INSTANT = 1e-6


def facts_of(db: sqlite3.Connection, window: Window, limit: float, behind: int, rest: Tally) -> Facts:
    """The facts of the window, with silences over `limit` seconds; `behind` bytes are not counted yet.

    `rest` is what came after the last whole grain."""
    start, whole = window.start, window.whole
    end = min(window.end, window.now + _INSTANT) if window.past else window.end
    silences = map(Silence._make, db.execute(_SILENCES, (start, end, limit)))
    first = min((one.first for one in rest.beats().values()), default=None)
    lines, unreadable = db.execute("SELECT total(lines), total(unreadable) FROM days").fetchone()
    return Facts(
        window,
        _cells(db, window, rest),
        _one(db, _FIRST_BEAT, start, whole) or first,
        _one(db, _BEAT_BEFORE, start),
        # One that was still going on ends with no beat: it is told by the last one.
        tuple(one for one in silences if not window.past or one.end <= end),
        tuple(chain(db.execute(_CRITICALS, (start, whole)), rest.criticals().values())),
        _one(db, _CRITICAL_BEFORE, start),
        tuple(map(Moment._make, db.execute(_MOMENTS, (start, end, PROVEN, DONE, end)))),
        _one(db, _BEGIN, SLOT, DAY),
        int(lines),
        int(unreadable),
        behind,
    )


def _one(db: sqlite3.Connection, question: str, *values: float) -> float | None:
    row = db.execute(question, values).fetchone()
    return row[0] if row else None


def _cells(db: sqlite3.Connection, window: Window, rest: Tally) -> tuple[Cell, ...]:
    """The counts of each bucket; whole hours are enough where the buckets are made of them."""
    width = HOUR if window.grain == HOUR else SLOT
    found = db.execute(_CELLS, (window.start, window.step, width, window.start, window.whole))
    known = {row[0]: list(row[1:]) for row in found}
    cells = tuple(known.get(at) or [0.0] * len(COUNTERS) for at in range(window.count))
    for slot, cell in rest.cells.items():
        if (at := window.bucket(slot)) is not None:
            add_up(cells[at], cell)
    return cells
