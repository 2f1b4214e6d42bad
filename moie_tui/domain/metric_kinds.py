"""Every metric there is: its name, its unit, and the one definition that screens and documents show."""

from __future__ import annotations

from moie_tui.domain.metrics import (
    BYTES,
    COUNT,
    ERRORS,
    EXPERTS,
    HEARTBEAT,
    JOBS,
    PERCENT,
    RATIO,
    RESOURCES,
    SECONDS,
    VERIFICATION,
    Metric,
)
from moie_tui.values import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A metric without its figures."""

    key: str
    name: str
    unit: str
    group: str
    definition: str

    def metric(
        self,
        value: float | None,
        trend: tuple[float | None, ...] = (),
        of: tuple[int, int] | None = None,
    ) -> Metric:
        """The metric with figures."""
        return Metric(self.key, self.name, value, self.unit, self.definition, of, trend, self.group)


KINDS = (
    Kind(
        "heartbeat_success",
        "heartbeats that succeeded",
        RATIO,
        HEARTBEAT,
        "Of the heartbeats that ran, those that did not fail. A beat fails when it ends blocked or with "
        "an error; one on hold beats all the same. A pulse that somebody cancelled or that found another "
        "at work is no beat.",
    ),
    Kind(
        "heartbeat_in_time",
        "heartbeats in time",
        RATIO,
        HEARTBEAT,
        "Of the heartbeats that were due, those that came and succeeded. A silence longer than "
        "heartbeat.max_age_minutes lacks one beat for each heartbeat.interval_minutes in it; time the "
        "machine slept or was off is not counted where the beats around it tell, a hold is no excuse, and"
        " nothing is due before the first beat of the log.",
    ),
    Kind(
        "heartbeat_interval",
        "time between heartbeats",
        SECONDS,
        HEARTBEAT,
        "The mean time from one heartbeat to the next.",
    ),
    Kind(
        "heartbeat_duration",
        "length of a heartbeat",
        SECONDS,
        HEARTBEAT,
        "The mean time from the start of a heartbeat to its end, its verification included.",
    ),
    Kind(
        "completion_mean",
        "job completion, mean",
        SECONDS,
        JOBS,
        "The mean time from when a heartbeat first saw a job pending to when it was completed by a proof "
        "or by hand, of the jobs completed in the span. A job that was pending again is counted from "
        "then.",
    ),
    Kind(
        "completion_p50",
        "job completion, median",
        SECONDS,
        JOBS,
        "The completion time that half of the jobs completed in the span do not exceed.",
    ),
    Kind(
        "completion_p95",
        "job completion, 95 of 100",
        SECONDS,
        JOBS,
        "The completion time that 95 of 100 jobs completed in the span do not exceed.",
    ),
    Kind(
        "runs_success",
        "runs that succeeded",
        RATIO,
        JOBS,
        "Of the runs of jobs that ended in the span, those that succeeded. Cancelled ones are none, "
        "interrupted ones failed.",
    ),
    Kind(
        "run_duration",
        "length of a run",
        SECONDS,
        JOBS,
        "The mean duration of the runs of jobs that ended in the span.",
    ),
    Kind(
        "first_try_verification",
        "proven at the first try",
        RATIO,
        VERIFICATION,
        "Of the jobs that a proof completed in the span, those whose first verification since they became"
        " pending succeeded.",
    ),
    Kind(
        "critical_free",
        "time without a critical event",
        SECONDS,
        ERRORS,
        "The time from the last critical event to the end of the span; from the five minutes of the first "
        "event of the log when there is none.",
    ),
    Kind(
        "critical_free_longest",
        "longest without a critical event",
        SECONDS,
        ERRORS,
        "The longest stretch without a critical event that ended in the span or still lasts, in its whole "
        "length: from the critical event before it, or from the first event of the log.",
    ),
    Kind(
        "errors",
        "errors",
        COUNT,
        ERRORS,
        "How many events of the span are errors or critical.",
    ),
    Kind(
        "warnings",
        "warnings",
        COUNT,
        ERRORS,
        "How many events of the span are warnings.",
    ),
    Kind(
        "expert_performance",
        "expert performance",
        RATIO,
        EXPERTS,
        "Of the tasks given to experts, those rated good. There is no figure until experts are at work.",
    ),
    Kind(
        "run_cpu",
        "CPU time of our runs",
        SECONDS,
        RESOURCES,
        "User and system time of the commands of the runs that ended in the span, with those of their "
        "children they waited for.",
    ),
    Kind(
        "run_memory",
        "largest memory of a run",
        BYTES,
        RESOURCES,
        "The largest resident memory that one process of a run ever had, of the runs that ended in the span. "
        "A smaller one than that of moie, which starts them, does not show on Linux.",
    ),
    Kind(
        "run_disk_read",
        "read by our runs",
        BYTES,
        RESOURCES,
        "Bytes that runs that ended in the span had read from disk, in blocks as the system counts them.",
    ),
    Kind(
        "run_disk_write",
        "written by our runs",
        BYTES,
        RESOURCES,
        "Bytes that runs that ended in the span had written to disk, in blocks as the system counts them.",
    ),
    Kind(
        "machine_cpu",
        "CPU of the machine",
        PERCENT,
        RESOURCES,
        "How busy all cores of the machine were, mean over the runs that ended in the span, each over its"
        " own time.",
    ),
    Kind(
        "machine_memory",
        "memory of the machine",
        PERCENT,
        RESOURCES,
        "How much of the machine's memory was in use, mean over the ends of the runs of the span.",
    ),
    Kind(
        "machine_disk_read",
        "read by the machine",
        BYTES,
        RESOURCES,
        "Bytes that the whole machine read from its disks while runs went on that ended in the span; runs"
        " side by side count twice.",
    ),
    Kind(
        "machine_disk_write",
        "written by the machine",
        BYTES,
        RESOURCES,
        "Bytes that the whole machine wrote to its disks while runs went on that ended in the span; runs "
        "side by side count twice.",
    ),
)
"""In the order they are shown in."""


def kind(key: str) -> Kind:
    """The kind of a key; KeyError when there is none."""
    return _BY_KEY[key]


_BY_KEY = {one.key: one for one in KINDS}
