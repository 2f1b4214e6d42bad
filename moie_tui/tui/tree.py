"""The phases and their jobs as the rows of a tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from moie_tui.domain.health import STALE, UNHEALTHY
from moie_tui.domain.state import COMPLETED, CYCLIC, PENDING, Job, Phase, State
from moie_tui.domain.stuck import BLOCKED
from moie_tui.domain.text import plain
from moie_tui.domain.verification import DRIFT
from moie_tui.tui import glyphs, looks
from moie_tui.tui.pieces import Line, Piece, text, width_of
from moie_tui.values import dataclass, replace

_FAILING = frozenset((UNHEALTHY, STALE, BLOCKED, DRIFT))


@dataclass(frozen=True, slots=True)
class Branch:
    """One row: a phase, or one of its jobs. `key` is unique even where the document's ids are not."""

    key: str
    phase: Phase
    job: Job | None = None
    open: bool = False
    last: bool = False
    current: bool = False

    @property
    def topic(self) -> Job | Phase:
        """What the row is about."""
        return self.job or self.phase


def rows_if_all_open(state: State) -> int:
    """How many rows there are with every phase open."""
    return sum(1 + len(phase.jobs) for phase in state.phases)


def branches(state: State, folded: Mapping[str, bool], all_open: bool = False) -> list[Branch]:
    """All rows; `folded` says by a phase's row key what the operator closed or opened by hand.

    Of the others the current phase is open, or with `all_open` every one."""
    seen: Counter[str] = Counter()
    rows = []
    for phase in state.phases:
        key = _unique(f"phase {phase.key}", seen)
        current = str(state.current_phase) == phase.key
        is_open = bool(phase.jobs) and not folded.get(key, not (current or all_open))
        rows.append(Branch(key, phase, open=is_open, current=current))
        if is_open:
            ends = len(phase.jobs) - 1
            rows += [
                Branch(_unique(f"job {job.key}", seen), phase, job, last=at == ends, current=current)
                for at, job in enumerate(phase.jobs)
            ]
    return rows


def kept(rows: Sequence[Branch], wanted: Callable[[Branch], bool]) -> list[Branch]:
    """Of a tree that is open everywhere, the jobs that are wanted, and the phases that are or have one."""
    found: list[Branch] = []
    for row in reversed(rows):
        ends = not found or found[-1].job is None
        holds_one = row.job is None and bool(found) and found[-1].phase is row.phase
        if wanted(row) or holds_one:
            found.append(replace(row, last=row.job is not None and ends))
    return found[::-1]


def fails(branch: Branch, verdicts: Mapping[str, str]) -> bool:
    """Whether it is a job that does not do what it should."""
    job = branch.job
    odd = job is not None and job.status not in (COMPLETED, CYCLIC, PENDING)
    return job is not None and (odd or verdicts.get(job.key) in _FAILING)


def _unique(key: str, seen: Counter[str]) -> str:
    seen[key] += 1
    return key if seen[key] == 1 else f"{key} #{seen[key]}"


def cells(branch: Branch, verdicts: Mapping[str, str]) -> tuple[Line, Line]:
    """The row's words, and its count at the right."""
    if branch.job:
        return _job_cells(branch, branch.job, verdicts)
    phase = branch.phase
    fold = (glyphs.OPEN if branch.open else glyphs.CLOSED) if phase.jobs else " "
    glyph, tone = looks.of_phase(phase, branch.current)
    name: Piece = (plain(phase.name), "strong" if branch.current else "")
    return (
        ((f"{fold} ", "faint"), (f"{glyph} ", tone), (f"{plain(phase.key)}  ", "faint"), name),
        _count(phase, verdicts),
    )


def count_width(rows: Sequence[Branch], verdicts: Mapping[str, str]) -> int:
    """The cells the second column needs: for the counts of phases, and for what only some jobs say."""
    counts = [width_of(_count(row.phase, verdicts)) for row in rows if not row.job]
    said = [len(_said(row.job, verdicts)) for row in rows if row.job]
    return min(12, max([3, *counts, *said]))


def _said(job: Job, verdicts: Mapping[str, str]) -> str:
    if (verdict := verdicts.get(job.key)) in (BLOCKED, DRIFT):
        return verdict or ""
    if job.paused:
        return "paused"
    return "" if job.status in (COMPLETED, CYCLIC, PENDING) else plain(job.status)


def _job_cells(branch: Branch, job: Job, verdicts: Mapping[str, str]) -> tuple[Line, Line]:
    line = glyphs.LAST_BRANCH if branch.last else glyphs.BRANCH
    glyph, tone = looks.of_job(job, verdicts.get(job.key))
    return (
        (
            (f"  {line} ", "faint"),
            (f"{glyph} ", tone),
            (f"{plain(job.key)}  ", "faint"),
            (plain(job.task), ""),
        ),
        text(_said(job, verdicts), tone),
    )


def _count(phase: Phase, verdicts: Mapping[str, str]) -> Line:
    # Of 2,000 jobs each step counts, at each change of the state: most roots have none that fails.
    none_fails = _FAILING.isdisjoint(verdicts.values())
    found = [] if none_fails else [verdicts.get(job.key) for job in phase.jobs]
    late, failing = found.count(STALE), sum(one in _FAILING and one != STALE for one in found)
    endless = [job.status for job in phase.jobs].count(CYCLIC)
    finite = len(phase.jobs) - endless
    pieces: list[Piece] = [(f"{glyphs.FAILED} {failing}  ", "failed")] if failing else []
    if late:
        pieces.append((f"{glyphs.LATE} {late}  ", "late"))
    if finite or not endless:
        pieces.append((f"{phase.completed}/{finite}", "faint"))
    if endless:
        pieces.append((f" {glyphs.CYCLIC}" if finite else glyphs.CYCLIC, "faint"))
    return tuple(pieces)
