"""How each status word of the domain looks: a glyph and a tone."""

from __future__ import annotations

from moie_tui.domain import event, health, verification
from moie_tui.domain.state import ACTIVE, COMPLETED, CYCLIC, PENDING, Job, Phase
from moie_tui.domain.stuck import BLOCKED
from moie_tui.tui import glyphs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.snapshot import Snapshot
    from moie_tui.domain.verification import Verified

    # The command line uses these looks too, and must not pay for rich.
    from moie_tui.tui.pieces import Piece

VERDICTS: dict[str, Piece] = {
    health.HEALTHY: (glyphs.OK, "ok"),
    health.RUNNING: (glyphs.RUNNING, "waiting"),
    health.PAUSED: (glyphs.PAUSED, "waiting"),
    health.HELD: (glyphs.PAUSED, "waiting"),
    health.NEVER_RUN: (glyphs.UNKNOWN, "unknown"),
    health.STALE: (glyphs.LATE, "late"),
    health.CLOCK_SKEW: (glyphs.LATE, "late"),
    health.UNHEALTHY: (glyphs.FAILED, "failed"),
}
SNAPSHOTS = (
    f"{glyphs.OK} proven by a scratch restore  {glyphs.PINNED} pinned  {glyphs.PENDING} not proven yet"
    f"  {glyphs.FAILED} damaged"
)
"""What the glyphs of snapshots say."""
_UNKNOWN: Piece = (glyphs.UNKNOWN, "unknown")
_STATUSES: dict[str, Piece] = {
    COMPLETED: (glyphs.OK, "ok"),
    PENDING: (glyphs.PENDING, "waiting"),
    ACTIVE: (glyphs.RUNNING, "accent"),
    CYCLIC: (glyphs.CYCLIC, "ok"),
}
_RESULTS: dict[str, Piece] = {
    verification.MISSING: (glyphs.LATE, "late"),
    verification.TIMED_OUT: (glyphs.LATE, "late"),
    verification.NOT_PROVEN: (glyphs.PENDING, "waiting"),
    verification.NO_COMMAND: (glyphs.UNKNOWN, "faint"),
    verification.PROVEN: (glyphs.OK, "ok"),
}
LEVELS: dict[str, str] = {
    event.INFO: "faint",
    event.WARNING: "late",
    event.ERROR: "failed",
    event.CRITICAL: "failed",
}
LEVEL_GLYPHS: dict[str, str] = {
    event.INFO: " ",
    event.WARNING: glyphs.LATE,
    event.ERROR: glyphs.FAILED,
    event.CRITICAL: glyphs.FAILED,
}


def of_verdict(status: str) -> Piece:
    """The look of a verdict."""
    return VERDICTS.get(status, _UNKNOWN)


def of_phase(phase: Phase, current: bool) -> Piece:
    """The look of a phase; only the current one is under way, whatever others call themselves."""
    if current and phase.status != COMPLETED:
        return _STATUSES[ACTIVE]
    if phase.status == ACTIVE:
        return _STATUSES[COMPLETED if phase.completed == len(phase.jobs) else PENDING]
    return _STATUSES.get(phase.status, _UNKNOWN)


def of_job(job: Job, verdict: str | None) -> Piece:
    """The look of a job in its phase; a cyclic one shows its verdict as soon as that is not fine."""
    if verdict == health.RUNNING:
        return VERDICTS[health.RUNNING]
    if verdict in (BLOCKED, verification.DRIFT):
        return (glyphs.FAILED, "failed")
    if job.paused:
        return VERDICTS[health.PAUSED]
    if job.status == CYCLIC and verdict not in (None, health.HEALTHY):
        look = of_verdict(str(verdict))
        return (glyphs.CYCLIC, look[1]) if verdict == health.NEVER_RUN else look
    return _STATUSES.get(job.status, _UNKNOWN)


def of_snapshot(snapshot: Snapshot) -> Piece:
    """Damaged, pinned, proven or merely there."""
    if snapshot.damaged:
        return (glyphs.FAILED, "failed")
    if snapshot.pinned:
        return (glyphs.PINNED, "accent")
    return (glyphs.OK, "ok") if snapshot.proven else (glyphs.PENDING, "waiting")


def of_verified(one: Verified) -> Piece:
    """The look of a verification; drift is the one that must catch the eye."""
    return (glyphs.FAILED, "failed") if one.drifted else _RESULTS.get(one.result, _UNKNOWN)
