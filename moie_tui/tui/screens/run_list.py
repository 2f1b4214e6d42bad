"""The rows of a job's sheet: its runs newest first, or its failures by kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

from moie_tui.domain.executions import Execution, last_line
from moie_tui.domain.filters import matches
from moie_tui.domain.health import ago
from moie_tui.domain.review import kind_of
from moie_tui.domain.run import Run
from moie_tui.domain.signatures import Signature, signatures
from moie_tui.domain.text import plain
from moie_tui.tui import glyphs, times
from moie_tui.tui.columns import Column
from moie_tui.tui.pieces import Line, text
from moie_tui.values import dataclass

NO_TIME = "no time"
WHEN = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: a run that ended, one that is alive, or a kind of failure with its newest run."""

    key: str
    execution: Execution | None = None
    alive: Run | None = None
    kind: Signature | None = None

    @property
    def topic(self) -> Signature | Run | Execution | None:
        """What the row is about."""
        return self.kind or self.alive or self.execution

    @property
    def run_id(self) -> str:
        """Whose output is kept, "" when none can be."""
        if self.alive is not None:
            return self.alive.id
        return (self.execution.run_id or "") if self.execution else ""

    @property
    def words(self) -> str:
        """What a filter looks at."""
        if self.kind is not None:
            return plain(self.kind.text)
        if self.execution is None:
            return f"running {self.run_id}"
        one = self.execution
        code = f"exit {one.exit_code}" if one.exit_code is not None else ""
        return plain(f"{one.status} {one.at or ''} {code} {one.run_id or ''} {one.error or ''}")


def run_entries(executions: Sequence[Execution], alive: Iterable[Run]) -> list[Entry]:
    """Newest first, each with a key that stays its own when others come and go; those alive on top."""
    seen: dict[str, int] = {}
    found = []
    for one in executions:
        name = one.run_id or (one.at.isoformat() if one.at else "")
        seen[name] = seen.get(name, 0) + 1
        found.append(Entry(f"{name} {seen[name]}", one))
    return [*(Entry(f"alive {run.id}", alive=run) for run in alive), *found[::-1]]


def kind_entries(executions: Sequence[Execution]) -> list[Entry]:
    """The failures by kind, the most frequent first, each with its newest run."""
    newest = {kind_of(one): one for one in executions if not one.good}
    return [Entry(f"kind {one.text}", newest.get(one.text), kind=one) for one in signatures(executions)]


def chosen(entries: Iterable[Entry], wanted: str, *, failures_only: bool) -> list[Entry]:
    """Those that stay under the filters."""
    return [
        one
        for one in entries
        if (not failures_only or (one.execution is not None and not one.execution.good))
        and (not wanted or matches(wanted, one.words))
    ]


def has_codes(entries: Sequence[Entry]) -> bool:
    """Whether the exit code of any of them is known."""
    return any(one.execution is not None and one.execution.exit_code is not None for one in entries)


def run_columns(entries: Sequence[Entry], now: datetime, zone: tzinfo | None) -> tuple[Column, ...]:
    """The columns of the runs; runs of today need no room for dates."""
    exit_code = (Column(4, "exit", right=True, drop=1),) if has_codes(entries) else ()
    wide = max((len(_when(_moment(one), now, zone)) for one in entries), default=8)
    return (
        Column(1, gap=1),
        Column(wide, "time"),
        Column(7, "took", right=True),
        *exit_code,
        Column(12, "error", flexible=True),
    )


KIND_COLUMNS = (
    Column(5, "count", right=True),
    Column(WHEN, "last"),
    Column(WHEN, "first seen", drop=1),
    Column(WHEN, "good before", drop=2),
    Column(12, "failure", flexible=True),
)


def cells(one: Entry, now: datetime, zone: tzinfo | None, *, codes: bool) -> tuple[Line, ...]:
    """One line of either list."""
    if one.kind is not None:
        return _kind_cells(one.kind, now, zone)
    exit_code = (text(_code(one)),) if codes else ()
    when = text(_when(_moment(one), now, zone))
    if one.alive is not None:
        running = ago(now - one.alive.started_at)
        return text(glyphs.RUNNING, "waiting"), when, text(running), *exit_code, text("running", "waiting")
    assert one.execution is not None
    glyph, tone = (glyphs.OK, "ok") if one.execution.good else (glyphs.FAILED, "failed")
    error = text(plain(last_line(one.execution.error)), "" if one.execution.good else "failed")
    return text(glyph, tone), when, text(times.duration(one.execution.duration_ms)), *exit_code, error


def _kind_cells(kind: Signature, now: datetime, zone: tzinfo | None) -> tuple[Line, ...]:
    def moment(at: datetime | None, missing: str) -> Line:
        return text(times.when(at, now, zone)) if at else text(missing, "faint")

    return (
        text(f"{kind.count}×", "failed"),
        moment(kind.last_seen, "no time"),
        moment(kind.first_seen, "no time"),
        moment(kind.last_good_before, "none kept"),
        text(plain(kind.text)),
    )


def _moment(one: Entry) -> datetime | None:
    return one.alive.started_at if one.alive else one.execution.at if one.execution else None


def _when(at: datetime | None, now: datetime, zone: tzinfo | None) -> str:
    return times.when(at, now, zone) if at else NO_TIME


def _code(one: Entry) -> str:
    code = one.execution.exit_code if one.execution else None
    return "" if code is None else str(code)
