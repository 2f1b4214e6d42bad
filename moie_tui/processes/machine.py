"""One look at how busy the machine is."""

from __future__ import annotations

import time

import psutil

from moie_tui.domain.machine import Machine

# Linux counts the time of guests a second time in "user" and "nice".
_TWICE = ("guest", "guest_nice")
_IDLE = ("idle", "iowait")


def sample() -> Machine:
    """The counters of now; a container may hide those of the disks."""
    spent = psutil.cpu_times()._asdict()
    total = sum(spent.values()) - sum(spent.get(name, 0.0) for name in _TWICE)
    memory, disks = psutil.virtual_memory(), psutil.disk_io_counters()
    return Machine(
        at=time.monotonic(),
        cpu_busy_seconds=total - sum(spent.get(name, 0.0) for name in _IDLE),
        cpu_total_seconds=total,
        memory_percent=memory.percent,
        memory_total_bytes=memory.total,
        disk_read_bytes=disks.read_bytes if disks else None,
        disk_write_bytes=disks.write_bytes if disks else None,
    )
