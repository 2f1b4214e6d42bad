"""`moie status --format`: one line for a prompt or a status bar, quick enough to be asked for each time."""

from __future__ import annotations

import os
import time

from moie_tui import kept_answer
from moie_tui.domain.glance import NOTHING, line_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from types import SimpleNamespace

    from moie_tui.cli.call import Call
    from moie_tui.domain.glance import Glance
    from moie_tui.domain.judge import Judgement
    from moie_tui.domain.view import SystemView

SECONDS = 30.0
"""How long a line is good: what no file tells, such as a run that was killed, is that old at most."""
INVALID = 3
"""The exit code of an unreadable state; the class that knows it costs more to import than the line."""
BROKEN, PROBLEM = "broken", "problem"
_COLOURS = {"ok": "green", "late": "yellow", "failed": "red", "waiting": "cyan", "unknown": "magenta"}


def recalled(options: SimpleNamespace) -> int | None:
    """Prints the line by the glance that was kept; None when there is none that is still good."""
    named: list[str] = getattr(options, "root", [])
    root, now = (named or [os.environ.get("MOIE_ROOT") or "."])[0], time.time()
    glance = kept_answer.recall(kept_answer.GLANCE, root, now) if len(named) < 2 else None
    return None if glance is None else _printed(options.format, glance, now)


def show(call: Call, template: str) -> int:
    """Prints the line; exit 3 when the state can't be read, and the line says so."""
    now = time.time()
    filled(template, NOTHING, now)  # before reading all of a root for a template that is none
    return _printed(template, _look(call, str(call.root)), now)


def _printed(template: str, glance: Glance, now: float) -> int:
    print(filled(template, glance, now))
    return INVALID if glance["status"] == BROKEN else 0


def filled(template: str, glance: Glance, now: float) -> str:
    """The line; UsageError when the template is none."""
    try:
        return line_of(template, glance, now)
    except ValueError as error:
        from moie_tui.domain.errors import UsageError

        raise UsageError(str(error), where="--format", fix="see `moie status --help`") from error


def _look(call: Call, root: str) -> Glance:
    """Reads all of it, and keeps it unless time alone changes it soon."""
    from datetime import timedelta

    from moie_tui.domain.judge import judge
    from moie_tui.domain.view import as_read

    workspace = call.workspace()
    workspace.require_root()
    begun, seen = time.time(), kept_answer.marks(kept_answer.GLANCE, root)
    view, now = as_read(workspace.view()), workspace.clock()
    glance = glance_of(view, judge(view, now))
    later = now + timedelta(seconds=SECONDS)
    if glance == glance_of(view, judge(view, later)):
        kept_answer.keep(kept_answer.GLANCE, root, seen, begun, glance, begun + SECONDS)
    return glance


def glance_of(view: SystemView, judgement: Judgement) -> Glance:
    """The facts of one reading, made printable."""
    from moie_tui.domain.health import RUNNING, STALE, UNHEALTHY
    from moie_tui.domain.state import COMPLETED, CYCLIC
    from moie_tui.domain.summary import problems_of
    from moie_tui.domain.text import plain

    state = view.state
    jobs = [job for _, job in state.jobs() if job.status != CYCLIC] if state else []
    verdicts = [one.verdict.status for one in judgement.jobs]
    status, glyph, colour = _whole(view, judgement)
    phase = state.phase(str(state.current_phase)) if state else None
    return {
        "glyph": glyph,
        "colour": colour,
        "status": status,
        "heart": judgement.heartbeat.status,
        "phase": phase.key if phase else "-",
        "phase_name": plain(phase.name) if phase else "-",
        "done": sum(job.status == COMPLETED for job in jobs),
        "total": len(jobs),
        "jobs": len(verdicts),
        "failing": verdicts.count(UNHEALTHY),
        "stale": verdicts.count(STALE),
        "running": verdicts.count(RUNNING),
        "snapshots": len(view.snapshots),
        "problems": len(problems_of(view)),
        "project": plain(state.project) if state else "-",
        "operator": plain(state.operator) if state else "-",
        "root": plain(view.root),
        "beat_at": _seconds(judgement.beat_at),
        "snapshot_at": _seconds(view.snapshots[0].taken_at if view.snapshots else None),
    }


def _whole(view: SystemView, judgement: Judgement) -> tuple[str, str, str]:
    """The worst there is to say, with its glyph and its colour."""
    from moie_tui.domain.health import HEALTHY, STALE, UNHEALTHY
    from moie_tui.domain.summary import problems_of
    from moie_tui.tui import glyphs, looks

    status, verdicts = judgement.heartbeat.status, {one.verdict.status for one in judgement.jobs}
    if view.state is None:
        return BROKEN, glyphs.FAILED, _COLOURS["failed"]
    if status == HEALTHY:
        status = UNHEALTHY if UNHEALTHY in verdicts else STALE if STALE in verdicts else HEALTHY
    if status == HEALTHY and problems_of(view):
        return PROBLEM, glyphs.LATE, _COLOURS["late"]
    glyph, tone = looks.of_verdict(status)
    return status, glyph, _COLOURS[tone]


def _seconds(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None
