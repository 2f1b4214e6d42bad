"""What a killed moie left running: commands whose mark names a process that is dead."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

from moie_tui.processes.descendants import (
    Process,
    environment_of,
    is_carried,
    is_same,
    living,
    process_of,
    with_descendants,
)

MARK = b"MOIE_MARK_"
KILL_SECONDS, PAUSE_SECONDS = 1.0, 0.02


def marker() -> str:
    """The value of our marks: our pid and when we started, which no later process has; "" without /proc."""
    ours = process_of(os.getpid())
    return f"{ours.pid}.{ours.started}" if ours else ""


def strays_of(root: Path, job: str | None = None) -> set[Process]:
    """The commands of this root whose moie died, and all that descends from them; none but on Linux.

    With a `job` only those of its runs and verifications. A process is spared when any of its marks is of a
    living moie or of one that did not name itself, and so are we and those that started us.
    """
    if not is_carried(MARK):
        return set()
    table = {process.pid: process for process in living()}
    spared = _line_of(os.getpid(), table)
    roots = {process for process in table.values() if _is_stray(process, root, job, table)}
    return {one for one in with_descendants(table.values(), roots) if one.pid not in spared}


def end_strays(root: Path, grace_seconds: float = 1.0, job: str | None = None) -> int:
    """TERM, then KILL after the grace; how many there were. What a living moie runs is never among them."""
    first = strays_of(root, job)
    _signal(first, signal.SIGTERM)
    left = _wait(first, grace_seconds)
    until = time.monotonic() + KILL_SECONDS
    # Looked at again: one may have forked between being seen and being signalled.
    while first and (left := left | strays_of(root, job)) and time.monotonic() < until:
        _signal(left, signal.SIGKILL)
        left = _wait(left, PAUSE_SECONDS)
    return len(first)


def _is_stray(process: Process, root: Path, job: str | None, table: dict[int, Process]) -> bool:
    if process.session == 0:
        return False  # a thread of the kernel, of which there may be hundreds, or of outside our container
    variables = environment_of(process.pid)
    if job is not None and variables.get(b"MOIE_JOB_ID") != job.encode("utf-8", "surrogatepass"):
        return False
    marks = [value for name, value in variables.items() if name.startswith(MARK)]
    named = os.fsdecode(variables.get(b"MOIE_ROOT", b""))
    return (
        bool(marks and named) and _same_folder(named, root) and not any(_lives(one, table) for one in marks)
    )


def _same_folder(named: str, root: Path) -> bool:
    return os.path.realpath(named) == os.path.realpath(root)


def _lives(mark: bytes, table: dict[int, Process]) -> bool:
    """Whether the marking moie lives; a mark that names nobody is taken for a living one's."""
    pid, _, started = mark.partition(b".")
    if not (pid.isdigit() and started.isdigit()):
        return True
    found = table.get(int(pid))
    return found is not None and found.started == int(started)


def _line_of(pid: int, table: dict[int, Process]) -> set[int]:
    """A process and its ancestors."""
    line: set[int] = set()
    while pid in table and pid not in line:
        line.add(pid)
        pid = table[pid].parent
    return line


def _signal(processes: set[Process], number: signal.Signals) -> None:
    for process in processes:
        if is_same(process):
            with contextlib.suppress(ProcessLookupError, PermissionError):  # gone, or another user's
                os.kill(process.pid, number)


def _wait(processes: set[Process], seconds: float) -> set[Process]:
    """Those that still live when all are gone or the time is over."""
    until = time.monotonic() + seconds
    while (left := {one for one in processes if is_same(one)}) and time.monotonic() < until:
        time.sleep(PAUSE_SECONDS)
    return left
