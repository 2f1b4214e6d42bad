"""What a key asks for, from where the operator is."""

from __future__ import annotations

from moie_tui.domain.view import SystemView
from moie_tui.tui.messages import ActRequested, HoldWanted

HOLD, RESUME, START, VERIFY, ROLLBACK = "hold", "resume", "start", "verify", "rollback"
NO_JOB = "Select a job in the phases or the jobs: {} runs that one."


def asked(
    name: str, view: SystemView, selection: tuple[str, str], snapshot: str
) -> ActRequested | HoldWanted:
    """The message for an act; `snapshot` is the one under the cursor of its pane.

    A rollback goes to that snapshot, a verification is of the selected job or phase, else of everything."""
    kind, key = selection
    if name == HOLD:
        return ActRequested(RESUME) if on_hold(view) else HoldWanted()
    if name == VERIFY and key and kind in ("job", "phase"):
        return ActRequested(name, {kind: key})
    if name == START:
        return ActRequested(name, {"job": key})
    return ActRequested(name, {"snapshot": snapshot} if name == ROLLBACK and snapshot else {})


def on_hold(view: SystemView) -> bool:
    """Whether pulses are on hold as of the last look; resuming one that is just over does no harm."""
    return view.hold is not None and view.hold.holds(view.read_at)


def runnable(view: SystemView, selection: tuple[str, str]) -> bool:
    """Whether what is selected is a job with a command, in the state or in the config."""
    kind, key = selection
    job = view.state.job(key) if view.state and kind == "job" else None
    return kind == "job" and bool((job and job.command) or view.settings.job(key).command)
