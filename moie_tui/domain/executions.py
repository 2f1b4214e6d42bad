"""What the endless jobs did: the health document as frozen values, and the parser that is its gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from functools import cached_property
from itertools import pairwise

from moie_tui.domain.errors import KeyPath, ShapeError
from moie_tui.domain.timestamps import moment_of
from moie_tui.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

WINDOW = 100
"""How many executions a health document keeps per job."""
SUCCESS, FAILURE = "success", "failure"
WELL, ILL = "+", "-"
"""How a run ended, as one letter of `JobHealth.ends`."""
_LONGEST_MS = 1e15

_ENDS, _NUMBERS = (SUCCESS, FAILURE), (int, float)


@dataclass(frozen=True, slots=True)
class Execution:
    """One run of a cyclic job; `at` is None when its timestamp can't be read.

    `proof` marks a pulse's try to prove a job, which runs its verification and not its command."""

    at: datetime | None
    status: str
    duration_ms: float
    error: str | None = None
    exit_code: int | None = None
    run_id: str | None = None
    proof: bool = False

    @property
    def good(self) -> bool:
        """Whether the run succeeded."""
        return self.status == SUCCESS


@dataclass(frozen=True)
class JobHealth:
    """One job of the health document, oldest execution first.

    What is asked of every job each time is worked out once (`FIGURES`); a store that has kept it need not
    parse the executions before somebody looks at them."""

    executions: Sequence[Execution] = ()
    total_runs: int = 0
    total_failures: int = 0
    last_execution: datetime | None = None

    @property
    def success_rate(self) -> float | None:
        """Of all recorded runs, 0 to 1; None without runs."""
        return 1 - self.total_failures / self.total_runs if self.total_runs else None

    @property
    def recent_success_rate(self) -> float | None:
        """Of the last 20 runs, 0 to 1; None without runs."""
        recent = self.ends[-20:]
        return recent.count(WELL) / len(recent) if recent else None

    @cached_property
    def ends(self) -> str:
        """How each execution ended, a letter each."""
        return "".join(WELL if one.good else ILL for one in self.executions)

    @cached_property
    def failed_at(self) -> tuple[datetime | None, ...]:
        """When each execution ended that failed."""
        return tuple(one.at for one in self.executions if not one.good)

    @cached_property
    def avg_duration_ms(self) -> float | None:
        """Over the last 10 runs."""
        recent = self.executions[-10:]
        return sum(one.duration_ms for one in recent) / len(recent) if recent else None

    @cached_property
    def longest_ms(self) -> float:
        """Of the last 10 runs; 0 without any."""
        return max((one.duration_ms for one in self.executions[-10:]), default=0)

    @cached_property
    def last_took_ms(self) -> float:
        """How long the run took that ended at `last_execution`; 0 when none did."""
        runs, last = reversed(self.executions), self.last_execution
        return next((one.duration_ms for one in runs if one.at == last), 0)

    @cached_property
    def usual_gap(self) -> timedelta | None:
        """The median time between runs; None with fewer than 5 runs."""
        times = sorted(one.at for one in self.executions if one.at is not None)
        if len(times) < 5:
            return None
        gaps = sorted(later - earlier for earlier, later in pairwise(times))
        middle = len(gaps) // 2
        return gaps[middle] if len(gaps) % 2 else (gaps[middle - 1] + gaps[middle]) / 2


FIGURES = ("ends", "failed_at", "usual_gap", "avg_duration_ms", "longest_ms", "last_took_ms")
"""What a job's health works out of its executions, by name."""


def last_line(error: str | None) -> str:
    """The end of what a failed run printed, where commands say what went wrong."""
    return (error or "").strip().rpartition("\n")[2]


def parse_health(raw: object, zone: tzinfo | None) -> dict[str, JobHealth]:
    """The values of a parsed health document by job id, or ShapeError."""
    if not isinstance(raw, dict):
        raise ShapeError((), "must be an object")
    return {key: _job_health(key, value, zone) for key, value in raw.items()}


def is_sound(raw: Mapping[str, object]) -> bool:
    """Whether `parse_health` takes the document, told without building anything; False also where it may."""
    return all(type(job) is dict and _is_sound_job(job) for job in raw.values())


def _is_sound_job(job: Mapping[str, Any]) -> bool:
    counts, runs = (job.get("total_runs", 0), job.get("total_failures", 0)), job.get("executions", [])
    if not all(type(count) is int and count >= 0 for count in counts) or type(runs) is not list:
        return False
    for run in runs:
        if type(run) is not dict or run.get("status") not in _ENDS:
            return False
        took = run.get("duration_ms", -1)
        if type(took) not in _NUMBERS or took < 0:
            return False
    return True


def _job_health(key: str, raw: object, zone: tzinfo | None) -> JobHealth:
    if not isinstance(raw, dict):
        raise ShapeError((key,), "must be an object")
    executions = raw.get("executions", [])
    if not isinstance(executions, list):
        raise ShapeError((key, "executions"), "must be a list")
    runs = tuple(_execution(one, (key, "executions", at), zone) for at, one in enumerate(executions))
    total, failures = _count(raw, "total_runs", key), _count(raw, "total_failures", key)
    failed = sum(not one.good for one in runs)
    # Totals written by others may lag behind the list; a rate above 1 or below 0 would be nonsense.
    failures = max(failures, failed)
    total = max(total, len(runs) - failed + failures)
    return JobHealth(runs, total, failures, _last(raw.get("last_execution"), runs, zone))


def _last(text: object, runs: tuple[Execution, ...], zone: tzinfo | None) -> datetime | None:
    """The document's own word, unless its newest entry is later; without one the latest entry."""
    said, times = moment_of(text, zone), [run.at for run in runs if run.at is not None]
    if said is None:
        return max(times, default=None)
    return max(said, times[-1]) if times else said


def _execution(raw: object, path: KeyPath, zone: tzinfo | None) -> Execution:
    if not isinstance(raw, dict):
        raise ShapeError(path, "must be an object")
    status, duration = raw.get("status"), raw.get("duration_ms")
    if status not in _ENDS:
        raise ShapeError((*path, "status"), 'must be "success" or "failure"')
    if duration is None:
        duration = 0
    if type(duration) not in _NUMBERS or duration < 0:
        raise ShapeError((*path, "duration_ms"), "must be a number of at least 0")
    error, run_id = raw.get("error"), raw.get("run_id")
    # There are a hundred of each job: what is as it mostly is costs no further call.
    return Execution(
        moment_of(raw.get("timestamp"), zone),
        status,
        # Beyond any real run, and sums of such numbers would not fit a float.
        duration if duration < _LONGEST_MS else _LONGEST_MS,
        error if error is None else _text(error, "error"),
        _whole(raw.get("exit_code")),
        run_id if type(run_id) is str else _text(run_id, "run_id"),
    )


def _whole(value: object) -> int | None:
    return value if type(value) is int else None


def _text(value: object, key: str) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) else f"({key} is no text)"


def _count(raw: Mapping[str, object], field_name: str, key: str) -> int:
    value = raw.get(field_name, 0)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ShapeError((key, field_name), "must be a whole number of at least 0")
    return value
