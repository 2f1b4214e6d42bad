"""How busy the machine is: one sample, and what two of them tell of the disks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Machine:
    """One sample; None where the system does not tell.

    `at` are monotonic seconds; `cpu_percent` (0 to 100, all cores) is since the sample before, None of the first.
    The disk figures are bytes since the machine started."""

    at: float
    cpu_percent: float | None
    memory_percent: float | None
    memory_total_bytes: int | None = None
    disk_read_bytes: int | None = None
    disk_write_bytes: int | None = None


def per_second(before: int | None, after: int | None, seconds: float) -> float | None:
    """The rate between two counters, None where it can't be known: also when one was reset."""
    if before is None or after is None or seconds <= 0 or after < before:
        return None
    return (after - before) / seconds
