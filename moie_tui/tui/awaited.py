"""What becomes of what is at work: the end of a command that was started here, and of another operation."""

from __future__ import annotations

import asyncio

from moie_tui.domain.run import Run
from moie_tui.tui.desk import Desk
from moie_tui.tui.run_end import end_words
from moie_tui.tui.times import at

EVERY = 0.5
"""Seconds between two looks at the newest view; files are read only when there is a new one."""


async def ended(desk: Desk, job: str, run_id: str) -> Run:
    """The run, once it is over; waits for ever where nobody learns of its end."""
    asked = None
    while True:
        if (view := desk.read) is not asked and run_id not in {run.id for run in view.runs}:
            asked = view
            runs = await asyncio.to_thread(desk.source.runs, job)
            if over := next((run for run in runs if run.id == run_id and run.ending), None):
                return over
        await asyncio.sleep(EVERY)


async def at_rest(desk: Desk) -> None:
    """Returns once no operation is at work."""
    while True:
        if not desk.read.running:
            return
        await asyncio.sleep(EVERY)


def ended_words(run: Run, desk: Desk) -> str:
    """How it ended, with which exit code, and when."""
    how = end_words(run)
    if run.exit_code is not None and f"exit {run.exit_code}" not in how:
        how += f" · exit {run.exit_code}"
    moment = run.ended_at or desk.source.clock()
    return f"{how} · {at(moment, desk.source.clock(), desk.read.zone)}"
