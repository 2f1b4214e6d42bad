"""What happened in a span of time, counted: each metric with its definition and its course."""

from __future__ import annotations

from datetime import datetime, timedelta

from moie_tui.values import dataclass

RATIO, SECONDS, COUNT, BYTES, PERCENT = "ratio", "seconds", "count", "bytes", "percent"
HEARTBEAT, JOBS, VERIFICATION, ERRORS, EXPERTS, RESOURCES = (
    "heartbeat", "jobs", "verification", "errors", "experts", "resources"
)  # fmt: skip
GROUPS = (HEARTBEAT, JOBS, VERIFICATION, ERRORS, EXPERTS, RESOURCES)


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure; `value` is None where nothing happened that it could tell of.

    `unit` is "ratio" (0 to 1), "seconds", "count", "bytes" or "percent" (0 to 100). `of` is the n of m behind
    a ratio. `trend` has the same figure for each equal bucket of the window, oldest first, empty where a
    course makes no sense."""

    key: str
    name: str
    value: float | None
    unit: str
    definition: str
    of: tuple[int, int] | None
    trend: tuple[float | None, ...]
    group: str

    def as_json(self) -> dict[str, object]:
        """The contract's keys."""
        return {
            "key": self.key,
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "definition": self.definition,
            "of": None if self.of is None else list(self.of),
            "trend": list(self.trend),
        }


@dataclass(frozen=True, slots=True)
class Metrics:
    """All metrics of a window, which begins at `since` and ends before `until` (both aware UTC).

    `lines` and `unreadable` count the whole log that is kept; `behind` are its bytes not counted yet."""

    since: datetime
    until: datetime
    bucket: timedelta
    metrics: tuple[Metric, ...]
    lines: int = 0
    unreadable: int = 0
    behind: int = 0

    @property
    def span(self) -> timedelta:
        """How long the window is; its last bucket may end later than `until`."""
        return self.bucket * -(-(self.until - self.since) // self.bucket)

    def get(self, key: str) -> Metric | None:
        """The metric of a key, None when there is no such key."""
        return next((one for one in self.metrics if one.key == key), None)

    def as_json(self) -> dict[str, object]:
        """The document of `moie metrics --json`."""
        return {
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "bucket_seconds": self.bucket.total_seconds(),
            "metrics": [one.as_json() for one in self.metrics],
            "log": {"lines": self.lines, "unreadable": self.unreadable, "behind_bytes": self.behind},
        }
