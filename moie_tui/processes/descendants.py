"""The process table of Linux: who belongs to a run."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from moie_tui.values import dataclass


@dataclass(frozen=True)
class Process:
    """One living process; `started` (clock ticks since boot) tells it from a later one with the same pid."""

    pid: int
    started: int
    parent: int
    group: int
    session: int

    @property
    def key(self) -> tuple[int, int]:
        """What stays the same for its whole life: pid and start."""
        return self.pid, self.started


def family_of(leader: int, mark: bytes, known: set[Process], since: int = 0) -> set[Process]:
    """The living processes of the leader's session, those marked or known, and all that descend from them.

    `since` is when the leader started: nothing older can carry its mark, and is not asked for it."""
    table = list(living())
    keys = {process.key for process in known}
    found = {
        p
        for p in table
        if p.session == leader or p.key in keys or (p.started >= since and _carries(p.pid, mark))
    }
    return with_descendants(table, found, leader)


def with_descendants(table: Iterable[Process], found: set[Process], *more_parents: int) -> set[Process]:
    """Those found, and all in the table that descend from them or from other parents."""
    found, pids = set(found), {*more_parents, *(process.pid for process in found)}
    rest = [process for process in table if process not in found]
    while children := [process for process in rest if process.parent in pids]:
        found.update(children)
        pids.update(process.pid for process in children)
        rest = [process for process in rest if process not in found]
    return found


def is_same(process: Process) -> bool:
    """Whether the pid still belongs to this process, and not to a later one."""
    now = process_of(process.pid)
    return now is not None and now.key == process.key


def is_carried(mark: bytes) -> bool:
    """Whether any process was started with this in its environment: much sooner told than whose it is."""
    return any(mark in _bytes(f"/proc/{pid}/environ") for pid in _pids())


def environment_of(pid: int) -> dict[bytes, bytes]:
    """What the process was started with; empty when it ended, is another user's or wiped it."""
    words = (word.partition(b"=") for word in _bytes(f"/proc/{pid}/environ").split(b"\0"))
    return {name: value for name, _, value in words}


def living() -> Iterator[Process]:
    """All processes but zombies; none where there is no /proc."""
    for pid in _pids():
        if process := process_of(pid):
            yield process


def process_of(pid: int) -> Process | None:
    """The living process of that pid."""
    fields = _fields(pid)
    if len(fields) < 20 or fields[0] in (b"Z", b"X"):
        return None
    return Process(pid, int(fields[19]), int(fields[1]), int(fields[2]), int(fields[3]))


def started_at(pid: int) -> int:
    """When the process of that pid started, be it a zombie by now; 0 where that is not known."""
    fields = _fields(pid)
    return int(fields[19]) if len(fields) >= 20 else 0


def _pids() -> list[int]:
    try:
        return [int(name) for name in os.listdir("/proc") if name.isdecimal()]
    except OSError:
        return []


def _fields(pid: int) -> list[bytes]:
    """Of /proc/PID/stat (proc(5)); the name in it may hold anything, so from its last parenthesis on."""
    return _bytes(f"/proc/{pid}/stat").rpartition(b")")[2].split()


def _carries(pid: int, mark: bytes) -> bool:
    return mark in _bytes(f"/proc/{pid}/environ")


def _bytes(path: str) -> bytes:
    """Empty when the process ended meanwhile or is another user's."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return b""
    try:
        return _all(descriptor)
    except OSError:
        return b""
    finally:
        os.close(descriptor)


def _all(descriptor: int) -> bytes:
    parts = []
    while part := os.read(descriptor, 65_536):
        parts.append(part)
    return b"".join(parts)
