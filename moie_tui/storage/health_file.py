"""The health document of a root: what the endless jobs did, recorded under a lock in the style it has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

from moie_tui.domain.errors import OperationFailed, Refused, ShapeError, UsageError
from moie_tui.domain.executions import FAILURE, SUCCESS, WINDOW, JobHealth, is_sound, parse_health
from moie_tui.domain.timestamps import moment_of, write_like
from moie_tui.storage.atomic import write_atomic
from moie_tui.storage.known_health import KnownHealth
from moie_tui.storage.locks import FileLock
from moie_tui.storage.reading import bytes_or_none, fingerprint, read_patiently
from moie_tui.storage.strict_json import dump, invalid_at, parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    from moie_tui.storage.kept_figures import KeptFigures

    T = TypeVar("T")

HEALTH_NAME = "cyclic_job_health.json"
_PATIENCE_SECONDS = 60.0
"""Longer than for other files: what many jobs record at once on a slow disk must wait, not be lost."""
_WORTH_KEEPING = 256 * 1024
"""From so many bytes on, parsing takes longer than looking whether another process did."""
_TRIES = 20
_SAME = timedelta(seconds=1)
"""Times written without fractions still are those of one execution."""

Raw = dict[str, "Any"]
Health = dict[str, JobHealth]


class HealthFile:
    """The health document of one root; a missing one is empty, an invalid one is never overwritten."""

    def __init__(self, root: Path) -> None:
        self.path = root / HEALTH_NAME
        self.keeps_figures = True
        """Whether a large document may leave a trace in `.moie/cache/`."""
        self._root, self._known = root, KnownHealth()
        self._lock = FileLock(root / ".moie" / "health.lock")

    def read(self, zone: tzinfo | None) -> Health:
        """Every job's health by id; InvalidDocument with line and column.

        Of a document that was read before, here or, a large one, by another process, only the jobs that
        changed are parsed."""

        def read(data: bytes) -> Health:
            return self._known.read(data, zone, self._figures(data)) or _parsed(data, zone)[1]

        return self._patiently(read)

    def _figures(self, data: bytes) -> KeptFigures | None:
        if len(data) < _WORTH_KEEPING:
            return None
        from moie_tui.storage.kept_figures import KeptFigures

        return KeptFigures(self._root, may_write=self.keeps_figures)

    def record(
        self,
        job_id: str,
        status: str,
        duration_ms: float,
        error: str | None,
        *,
        at: datetime,
        zone: tzinfo | None,
        version: int,
        extra: Mapping[str, object] | None = None,
        before_write: Callable[[bytes | None], None] | None = None,
    ) -> None:
        """Append one execution; the newest 100 stay, unknown keys too.

        `before_write` is called under the lock with the bytes to be replaced (None: no file yet), and again
        when a foreign program wrote in between."""
        if status not in (SUCCESS, FAILURE) or not 0 <= duration_ms < float("inf"):
            raise UsageError(f"no execution: {status!r} in {duration_ms} ms", fix="say success or failure")

        def appended(raw: Raw) -> Raw:
            text = write_like(at, _style_of(raw, job_id), zone, version)
            run = {"timestamp": text, "status": status, "duration_ms": duration_ms, "error": error}
            job = _with_run(raw.get(job_id, {}), {**run, **(extra or {})})
            last = job.get("last_execution")
            job["last_execution"] = write_like(at, last, zone, version) if _is_time(last, zone) else text
            return {**raw, job_id: job}

        self._change(appended, before_write)

    def has(self, job_id: str, at: datetime, zone: tzinfo | None) -> bool:
        """Whether an execution of this moment is recorded."""
        raw = self._patiently(lambda data: _parsed(data, zone)[0])
        runs = raw.get(job_id, {}).get("executions", [])
        return any(_is_at(run, at, zone) for run in runs)

    def forget(
        self,
        job_id: str,
        at: datetime,
        zone: tzinfo | None,
        before_write: Callable[[bytes | None], None] | None = None,
    ) -> None:
        """Take one execution back, with its share of the totals; Refused when it is no longer there."""

        def without(raw: Raw) -> Raw:
            runs = raw.get(job_id, {}).get("executions", [])
            place = next((n for n in reversed(range(len(runs))) if _is_at(runs[n], at, zone)), None)
            if place is None:
                raise Refused(f"the execution of job {job_id} at {at.isoformat()} is gone", where=HEALTH_NAME)
            job = _without_run(raw[job_id], place)
            return {key: job if key == job_id else one for key, one in raw.items() if key != job_id or job}

        self._change(without, before_write)

    def _change(
        self, change: Callable[[Raw], Raw], before_write: Callable[[bytes | None], None] | None
    ) -> None:
        with self._lock.hold(timeout=_PATIENCE_SECONDS, holder="recording an execution"):
            for _ in range(_TRIES):
                data, raw, texts = self._load_members()
                new = change(raw)
                same = {key: text for key, text in texts.items() if new.get(key) is raw[key]}
                changed = dump(new, same)
                if before_write is not None:
                    before_write(data)
                if bytes_or_none(self.path) == data:
                    write_atomic(self.path, changed)
                    return
        what, fix = "is rewritten faster than it can be saved", "stop the program that keeps rewriting it"
        raise OperationFailed(what, where=HEALTH_NAME, fix=fix)

    def _load_members(self) -> tuple[bytes | None, Raw, Mapping[str, str]]:
        if fingerprint(self.path) is None:
            return None, {}, {}
        try:
            data, (raw, texts) = read_patiently(self.path, _sound)
        except FileNotFoundError:
            return None, {}, {}
        return data, raw, texts

    def _patiently(self, parse: Callable[[bytes], dict[str, T]]) -> dict[str, T]:
        if fingerprint(self.path) is None:
            return {}
        try:
            return read_patiently(self.path, parse)[1]
        except FileNotFoundError:
            return {}


def _sound(data: bytes) -> tuple[Raw, Mapping[str, str]]:
    """The document and the text of its members, held against the same rules; no time is looked at."""
    from moie_tui.storage.members import as_we_indent, members

    found = members(data)
    if found is None or not is_sound(found[0]):
        return _parsed(data, UTC)[0], {}  # this zone is the quickest
    raw, texts = found
    return raw, {key: text for key, text in texts.items() if as_we_indent(text)}


def _parsed(data: bytes, zone: tzinfo | None) -> tuple[Raw, Health]:
    raw = parse(data, HEALTH_NAME)
    try:
        health = parse_health(raw, zone)
    except ShapeError as error:
        raise invalid_at(
            data, HEALTH_NAME, error.path, error.what, fix="correct it or move it away"
        ) from error
    assert isinstance(raw, dict)
    return raw, health


def _with_run(job: Raw, run: Mapping[str, object]) -> Raw:
    runs = job.get("executions", [])
    failures = sum(one["status"] == FAILURE for one in runs)
    return {
        **job,
        "executions": [*runs, dict(run)][-WINDOW:],
        "total_runs": job.get("total_runs", len(runs)) + 1,
        "total_failures": job.get("total_failures", failures) + (run["status"] == FAILURE),
    }


def _without_run(job: Raw, place: int) -> Raw:
    """The job without one execution; empty when it was the only one ever."""
    run, runs = job["executions"][place], [one for n, one in enumerate(job["executions"]) if n != place]
    total = max(0, job.get("total_runs", len(runs) + 1) - 1)
    if not total and not runs:
        return {}
    failures = max(0, job.get("total_failures", 0) - (run["status"] == FAILURE))
    last = runs[-1].get("timestamp") if runs else None
    return {
        **job,
        "executions": runs,
        "total_runs": total,
        "total_failures": failures,
        "last_execution": last,
    }


def _style_of(raw: Raw, job_id: str) -> str | None:
    """A timestamp whose style to imitate: the job's newest, else the newest of another job."""
    others = [job for key, job in raw.items() if key != job_id]
    for job in [raw.get(job_id, {}), *others]:
        for run in reversed(job.get("executions", [])):
            if _is_time(text := run.get("timestamp"), None):
                return str(text)
        if _is_time(text := job.get("last_execution"), None):
            return str(text)
    return None


def _is_time(value: object, zone: tzinfo | None) -> bool:
    return moment_of(value, zone) is not None


def _is_at(run: Raw, at: datetime, zone: tzinfo | None) -> bool:
    moment = moment_of(run.get("timestamp"), zone)
    return moment is not None and abs(moment - at) < _SAME
