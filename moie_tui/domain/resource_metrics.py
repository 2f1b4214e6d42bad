"""What our runs used, and how busy the machine was meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

from moie_tui.domain.course import amount, mean
from moie_tui.domain.facts import Facts
from moie_tui.domain.metrics import Metric
from moie_tui.domain.tally import (
    CPU,
    MACHINE_CPU,
    MACHINE_MEMORY,
    MACHINE_READ,
    MACHINE_WRITTEN,
    MACHINES,
    MEASURED,
    MEMORY,
    READ,
    WRITTEN,
)


def resource_metrics(facts: Facts) -> Iterator[Metric]:
    """Processor, memory and disks."""
    yield amount(facts, "run_cpu", CPU, MEASURED)
    yield amount(facts, "run_memory", MEMORY, MEASURED)
    yield amount(facts, "run_disk_read", READ, MEASURED)
    yield amount(facts, "run_disk_write", WRITTEN, MEASURED)
    yield mean(facts, "machine_cpu", MACHINE_CPU, MACHINES)
    yield mean(facts, "machine_memory", MACHINE_MEMORY, MACHINES)
    yield amount(facts, "machine_disk_read", MACHINE_READ, MACHINES)
    yield amount(facts, "machine_disk_write", MACHINE_WRITTEN, MACHINES)
