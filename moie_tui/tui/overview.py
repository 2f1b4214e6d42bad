"""How several roots are: of each what one line can say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import PurePath

from moie_tui.domain import health
from moie_tui.domain.text import plain, shorten
from moie_tui.domain.view import NO_VIEW, Problem
from moie_tui.tui import glyphs
from moie_tui.tui.columns import Column
from moie_tui.tui.desk import Desk
from moie_tui.tui.mark import LONGEST, mark_of
from moie_tui.tui.pieces import Line, Piece, text
from moie_tui.tui.status import chip, look
from moie_tui.tui.times import brief
from moie_tui.values import dataclass

COLUMNS = (
    Column(2, right=True, gap=1),
    Column(1, gap=1),
    Column(20, "root"),
    Column(8, "heart"),
    Column(8, "beat", right=True),
    Column(14, "alerts"),
    Column(10, "jobs", drop=1),
    Column(8, "snapshot", right=True, drop=2),
    Column(20, "folder", flexible=True, drop=3),
)


@dataclass(frozen=True, slots=True)
class Glance:
    """One root at a glance; `worst` and `alert` are of the worst alert, `trouble` is why it can't be read.

    `beat_at` and `snapshot_at` are None where there is none."""

    number: int
    name: str
    root: str
    chip: Piece
    front: bool = False
    beat_at: datetime | None = None
    late: bool = False
    worst: Piece = ("", "")
    alert: str = ""
    alerts: int = 0
    problems: int = 0
    jobs: int = 0
    failing: int = 0
    late_jobs: int = 0
    running: int = 0
    snapshot_at: datetime | None = None
    trouble: str = ""

    @property
    def key(self) -> str:
        """What tells it from the others."""
        return str(self.number)

    @property
    def is_well(self) -> bool:
        """Whether nothing of it needs a look."""
        return not (self.alerts or self.problems or self.trouble or self.late)


def glances(desks: Sequence[Desk], front: Desk) -> tuple[Glance, ...]:
    """What is known of all of them now."""
    named = names(desks)
    return tuple(_glance(desk, named[desk], desk is front) for desk in desks)


def names(desks: Sequence[Desk]) -> Mapping[Desk, str]:
    """What to call each: by its mark, else by its folder; no two the same."""
    folders = [_folder(desk) for desk in desks]
    forms = [_names(desk, folder, folders) for desk, folder in zip(desks, folders, strict=True)]
    found = [one[0] for one in forms]
    for form in (1, 2, 3):
        counts = Counter(found)
        found = [name if counts[name] == 1 else one[form] for name, one in zip(found, forms, strict=True)]
    counts = Counter(found)
    return {
        desk: name if counts[name] == 1 else f"{shorten(name, LONGEST - 3)} {desk.number}"
        for desk, name in zip(desks, found, strict=True)
    }


def _folder(desk: Desk) -> PurePath:
    return PurePath(plain(desk.source.root if desk.newest is NO_VIEW else desk.newest.root))


def _names(desk: Desk, folder: PurePath, folders: Sequence[PurePath]) -> list[str]:
    short, long = folder.name or str(folder), f"{folder.parent.name}/{folder.name}"
    named = (mark_of(desk.newest).name or short, short, long, _apart(folder, folders))
    return [shorten(one, LONGEST) for one in named]


def _apart(folder: PurePath, folders: Sequence[PurePath]) -> str:
    """The path from the first folder on that not all of them lie in."""
    at = 0
    while at < len(folder.parts) - 1 and len({one.parts[: at + 1] for one in folders}) == 1:
        at += 1
    first, *rest = folder.parts[at:]
    return "/".join((first, *(["…"] if len(rest) > 1 else []), *rest[-1:]))


def _glance(desk: Desk, name: str, front: bool) -> Glance:
    view, judged, alerts = desk.newest, desk.judgement, desk.alerts
    if view is NO_VIEW or judged is None:
        said: Piece = (f"{glyphs.FAILED} LOST", "failed") if desk.lost else ("… READING", "faint")
        return Glance(desk.number, name, plain(desk.source.root), said, front, trouble=desk.lost)
    broken = view.state_problem
    first = alerts.open[0] if alerts.open else None
    return Glance(
        desk.number,
        name,
        plain(view.root),
        (f"{glyphs.FAILED} LOST", "failed") if desk.lost else chip(view, judged),
        front,
        judged.beat_at,
        judged.heartbeat.status not in (health.HEALTHY, health.HELD),
        look(first.level) if first else ("", ""),
        plain(first.condition.message) if first and first.condition else "",
        len(alerts.open),
        alerts.problems,
        len(judged.jobs),
        judged.failing,
        judged.late,
        len(view.runs),
        view.snapshots[0].taken_at if view.snapshots else None,
        desk.lost or (_why(broken, view.root) if broken else ""),
    )


def _why(problem: Problem, root: str) -> str:
    return plain(problem.what if problem.where in ("", root) else f"{problem.where}: {problem.what}")


def cells(one: Glance, now: datetime) -> tuple[Line, ...]:
    """The row of a root in the list of all."""
    glyph, _, word = one.chip[0].partition(" ")
    tone = one.chip[1]
    alerts = [f"{one.worst[0]} {one.alerts} open"] if one.alerts else []
    alerts += [f"{glyphs.LATE} {one.problems}"] if one.problems else []
    jobs: list[Piece] = [(f"{glyphs.RUNNING} {one.running}  ", "waiting")] if one.running else []
    jobs += [(f"{glyphs.FAILED} {one.failing} ", "failed")] if one.failing else []
    jobs += [(f"{glyphs.LATE} {one.late_jobs} ", "late")] if one.late_jobs else []
    if one.jobs and not (one.failing and one.late_jobs):
        jobs.append((f"of {one.jobs}" if one.failing or one.late_jobs else str(one.jobs), "faint"))
    beat = f"{glyphs.HEART} {_ago(one.beat_at, now)}" if one.beat_at else ""
    snapshot = _ago(one.snapshot_at, now) if one.snapshot_at else ""
    return (
        text(one.key, "accent" if one.front else "faint"),
        ((glyph, tone),),
        text(one.name, "strong" if one.front else ""),
        text(word.lower(), tone),
        text(beat, "late" if one.late else ""),
        text("  ".join(alerts), one.worst[1] or "late"),
        tuple(jobs),
        text(snapshot, "faint"),
        text(one.trouble or one.root, "failed" if one.trouble else "faint"),
    )


def _ago(moment: datetime, now: datetime) -> str:
    return brief(max(timedelta(0), now - moment))
