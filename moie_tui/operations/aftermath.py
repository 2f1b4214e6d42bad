"""What a heartbeat that was killed left behind, noticed and ended by the next one."""

from __future__ import annotations

from datetime import datetime

from moie_tui.domain.event import WARNING
from moie_tui.processes.strays import end_strays
from moie_tui.storage.holder import Holder
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores


def clear_up(stores: Stores, died: Holder | None, now: datetime) -> None:
    """Tells of a holder of the pulse lock that died, and ends the commands that outlived their moie.

    Runs go on beside a pulse: theirs are spared as long as the moie that runs them lives."""
    ended = end_strays(stores.root)
    if died is None and not ended:
        return
    words = [_death(died)] if died else []
    if ended:
        whose = "its command" if died else "a command whose moie died"
        words.append(f"{ended} process{'es' * (ended > 1)} of {whose} ran on and had to be ended")
    facts: dict[str, object] = {
        "pid": died.pid if died else None,
        "since": died.since if died else None,
        "ended": ended,
    }
    if died is not None and died.what.startswith("pulse"):
        facts["outcome"] = "died"
    report(stores, now, "heartbeat", "; ".join(words), level=WARNING, metadata=facts)


def _death(died: Holder) -> str:
    name = "the heartbeat" if died.what.startswith("pulse") else died.what
    who = f" of pid {died.pid}" if died.pid else ""
    since = f" (since {died.since})" if died.since else ""
    return f"{name}{who}{since} died before it ended"
