"""The state document as frozen values, and the parser that is its gate."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import itemgetter

from moie_tui.domain.errors import KeyPath, ShapeError
from moie_tui.domain.ids import Id
from moie_tui.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LATEST_VERSION = 3
NEW_ROOT_VERSION = 2

PENDING, COMPLETED, CYCLIC = "pending", "completed", "cyclic"
ACTIVE = "active"
_USUAL = ("id", "task", "status", "description", "verification_cmd")
_usual = itemgetter(*_USUAL)
_RARE = frozenset({"command", "schedule", "timeout_seconds", "grace_minutes", "paused", "max_attempts"})


@dataclass(frozen=True, slots=True)
class Job:
    """One job; any string is a valid status. Optional numbers are None when the document has none."""

    id: Id
    task: str
    status: str
    description: str = ""
    verification_cmd: str | None = None
    command: str | None = None
    schedule: str | None = None
    timeout_seconds: float | None = None
    grace_minutes: float | None = None
    paused: bool = False
    max_attempts: int | None = None

    @property
    def key(self) -> str:
        """The id as text, by which jobs are compared."""
        return str(self.id)


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase and its jobs, in document order."""

    id: Id
    name: str
    status: str
    jobs: tuple[Job, ...] = ()

    @property
    def key(self) -> str:
        """The id as text, by which phases are compared."""
        return str(self.id)

    @property
    def completed(self) -> int:
        """How many jobs are completed."""
        return [job.status for job in self.jobs].count(COMPLETED)


@dataclass(frozen=True, slots=True)
class State:
    """A whole state document, of any version, without the keys we do not know."""

    version: int
    project: str
    operator: str
    current_phase: Id | None
    last_heartbeat: str | None = None
    boot_time: str | None = None
    mode: str | None = None
    phases: tuple[Phase, ...] = ()

    def jobs(self) -> Iterator[tuple[Phase, Job]]:
        """Every job with its phase, in document order."""
        return ((phase, job) for phase in self.phases for job in phase.jobs)

    def job(self, key: str) -> Job | None:
        """The first job with this id as text."""
        return next((job for _, job in self.jobs() if job.key == key), None)

    def phase(self, key: str) -> Phase | None:
        """The first phase with this id as text."""
        return next((phase for phase in self.phases if phase.key == key), None)


def parse_state(raw: object, version: int, phase_of: Callable[[Any, KeyPath], Phase] | None = None) -> State:
    """The values of a parsed document, or ShapeError at the first place that is wrong.

    `phase_of` tells what a phase comes to, for who has parsed some already."""
    top = _mapping(raw, ())
    if "schema_version" in top or version >= 3:
        found = _required(top, "schema_version", ())
        if found != version or isinstance(found, bool | float):
            raise ShapeError(("schema_version",), f"must be {version}, as the file name says")
    meta = _mapping(_required(top, "meta", ()), ("meta",))
    phases, made = _sequence(_required(top, "phases", ()), ("phases",)), phase_of or parse_phase
    return State(
        version=version,
        project=_text(meta, "project", ("meta",)),
        operator=_text(meta, "operator", ("meta",)),
        current_phase=_current_phase(meta),
        last_heartbeat=_optional_text(meta, "last_heartbeat", ("meta",)),
        boot_time=_optional_text(meta, "boot_time", ("meta",)),
        mode=_optional_text(meta, "mode", ("meta",)),
        phases=tuple(made(phase, ("phases", at)) for at, phase in enumerate(phases)),
    )


def parse_phase(raw: object, path: KeyPath) -> Phase:
    """One phase of the document, at its place there."""
    phase = _mapping(raw, path)
    jobs = _sequence(_required(phase, "jobs", path), (*path, "jobs"))
    return Phase(
        id=_id(phase, path),
        name=_text(phase, "name", path),
        status=_text(phase, "status", path),
        jobs=_jobs(jobs, (*path, "jobs")),
    )


def _jobs(raw: list[object], path: KeyPath) -> tuple[Job, ...]:
    found = [*map(_plain_job, raw)]
    if all(found):
        return tuple(found)  # type: ignore[arg-type]
    return tuple(job or _job(raw[at], (*path, at)) for at, job in enumerate(found))


def _plain_job(raw: object) -> Job | None:
    """A job as nearly all are, in a third of the time; None for one that must be looked at piece by piece."""
    if type(raw) is not dict or not (len(raw) == len(_USUAL) or _RARE.isdisjoint(raw)):
        return None
    try:
        key, task, status, about, proof = _usual(raw)
    except KeyError:
        return None
    if not (type(key) is str or type(key) is int) or type(task) is not str or type(status) is not str:
        return None
    return Job(key, task, status, about, proof) if type(about) is str and type(proof) is str else None


def _job(raw: object, path: KeyPath) -> Job:
    job = _mapping(raw, path)
    return Job(
        id=_id(job, path),
        task=_text(job, "task", path),
        status=_text(job, "status", path),
        description=_optional_text(job, "description", path) or "",
        verification_cmd=_optional_text(job, "verification_cmd", path),
        # Most jobs of a large state have nothing of the rest.
        **({} if job.keys().isdisjoint(_RARE) else _rest(job, path)),
    )


def _rest(job: Mapping[str, object], path: KeyPath) -> dict[str, Any]:
    attempts = _number(job, "max_attempts", path, least=1, whole=True)
    paused = job.get("paused")
    if paused is not None and not isinstance(paused, bool):
        raise ShapeError((*path, "paused"), "must be true or false")
    return {
        "command": _optional_text(job, "command", path),
        "schedule": _optional_text(job, "schedule", path),
        "timeout_seconds": _number(job, "timeout_seconds", path, least=0),
        "grace_minutes": _number(job, "grace_minutes", path, least=0),
        "paused": bool(paused),
        "max_attempts": None if attempts is None else int(attempts),
    }


def _mapping(value: object, path: KeyPath) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ShapeError(path, "must be an object")
    return value


def _sequence(value: object, path: KeyPath) -> list[object]:
    if not isinstance(value, list):
        raise ShapeError(path, "must be a list")
    return value


def _required(holder: Mapping[str, object], key: str, path: KeyPath) -> object:
    if key not in holder:
        raise ShapeError((*path, key), "is missing")
    return holder[key]


def _text(holder: Mapping[str, object], key: str, path: KeyPath) -> str:
    value = _required(holder, key, path)
    if not isinstance(value, str):
        raise ShapeError((*path, key), "must be text")
    return value


def _optional_text(holder: Mapping[str, object], key: str, path: KeyPath) -> str | None:
    value = holder.get(key)
    if value is not None and not isinstance(value, str):
        raise ShapeError((*path, key), "must be text")
    return value


def _id(holder: Mapping[str, object], path: KeyPath) -> Id:
    value = _required(holder, "id", path)
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ShapeError((*path, "id"), "must be a whole number or text")
    return value


def _current_phase(meta: Mapping[str, object]) -> Id | None:
    value = _required(meta, "current_phase", ("meta",))
    if isinstance(value, bool) or not isinstance(value, int | str | None):
        raise ShapeError(("meta", "current_phase"), "must be a whole number, text or null")
    return value


def _number(
    holder: Mapping[str, object], key: str, path: KeyPath, *, least: float, whole: bool = False
) -> float | None:
    value = holder.get(key)
    if value is None:
        return None
    kinds = (int,) if whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds) or value < least:
        kind = "a whole number" if whole else "a number"
        raise ShapeError((*path, key), f"must be {kind} of at least {least:g}")
    return value
