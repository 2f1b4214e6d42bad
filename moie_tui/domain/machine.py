"""How busy the machine is: a sample of its counters, and what two of them tell of the time between."""

from __future__ import annotations

from moie_tui.values import dataclass


@dataclass(frozen=True, slots=True)
class Machine:
    """One sample; None where the system does not tell. `at` are monotonic seconds.

    CPU seconds (of all cores together) and disk bytes are counted since the machine started."""

    at: float
    cpu_busy_seconds: float | None = None
    cpu_total_seconds: float | None = None
    memory_percent: float | None = None
    memory_total_bytes: int | None = None
    disk_read_bytes: int | None = None
    disk_write_bytes: int | None = None


def busy_percent(before: Machine, after: Machine) -> float | None:
    """How busy all cores were between two samples, 0 to 100; None where that can't be known."""
    busy = _grown(before.cpu_busy_seconds, after.cpu_busy_seconds)
    total = _grown(before.cpu_total_seconds, after.cpu_total_seconds)
    return None if busy is None or not total else min(100.0, 100 * busy / total)


def read_bytes(before: Machine, after: Machine) -> int | None:
    """What the disks read between two samples."""
    grown = _grown(before.disk_read_bytes, after.disk_read_bytes)
    return None if grown is None else int(grown)


def written_bytes(before: Machine, after: Machine) -> int | None:
    """What the disks wrote between two samples."""
    grown = _grown(before.disk_write_bytes, after.disk_write_bytes)
    return None if grown is None else int(grown)


def per_second(count: float | None, before: Machine, after: Machine) -> float | None:
    """What so much between two samples is in a second."""
    seconds = after.at - before.at
    return None if count is None or seconds <= 0 else count / seconds


def _grown(before: float | None, after: float | None) -> float | None:
    """How much a counter grew, None when it was reset."""
    return None if before is None or after is None or after < before else after - before
