"""The runs of jobs: those alive now in `.moie/running/`, those that ended in `.moie/runs/JOB/`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime
from pathlib import Path

from moie_tui.domain.errors import Refused, UsageError
from moie_tui.domain.text import plain
from moie_tui.storage.atomic import sweep_temps, write_atomic
from moie_tui.storage.failures import failed
from moie_tui.storage.folders import OURS, RUNNING, private_folder
from moie_tui.storage.live_run import ALIVE, VANISHED, LiveRun, look_at
from moie_tui.storage.locks import FileLock
from moie_tui.storage.reading import fingerprint
from moie_tui.storage.run_record import decode_run, encode_run, folder_of, is_run_id
from moie_tui.values import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.run import Run

ENDED = f"{OURS}/runs"
KEPT, MOST_BYTES = 100, 200 * 1024 * 1024
"""How many runs of a job are kept, and how much all of them may take."""
_SWEEP_SECONDS = 10.0
_TRIES = 5


class Runs:
    """The runs of one root. Files that are not ours are left alone; links in place of folders are refused."""

    def __init__(self, root: Path) -> None:
        self._running, self._ended = root / RUNNING, root / ENDED
        self._ours = root / OURS
        self._known: dict[tuple[str, int], Run | None] = {}

    def begin(self, run: Run) -> LiveRun:
        """Gives a run its place among the running; UsageError when its id is taken."""
        if not is_run_id(run.id):
            raise UsageError(f"{run.id!r} is no id of a run")
        folder = self._folder(run.job)
        for one in (self._running, self._ended, folder):
            private_folder(one)
            _require_plain(one)
        if fingerprint(folder / f"{run.id}.json") is not None:
            raise UsageError(f"there was a run {run.id} already", where=str(folder))
        sweep_temps(self._running)
        return LiveRun(run, self._running / f"{run.id}.json", folder)

    def finish(self, run: Run, live: LiveRun | None = None) -> Run:
        """Puts a run among those that ended, as it is told here; its log is settled, old ones go.

        `live` is the run itself, None when its process vanished. Gives the run with the size of its output,
        or as it was told before: its process may have died right after that."""
        from moie_tui.storage.run_log import remove_parts
        from moie_tui.storage.run_retention import forget_old

        folder = self._folder(run.job)
        if live is not None:
            live.end_log()
        try:
            private_folder(folder)
            _require_plain(folder)
            run = self._read(folder / f"{run.id}.json") or self._settled(run, folder)
            remove_parts(folder, run.id)
            with suppress(FileNotFoundError):  # another sweep was faster
                os.unlink(self._running / f"{run.id}.json")
            sweep_temps(folder)
            forget_old(self._ended, folder, self._names_running(), KEPT, MOST_BYTES)
        except OSError as error:
            raise failed(error, folder, "can't keep a run") from error
        finally:
            if live is not None:
                live.let_go()
        return run

    def running(self) -> tuple[Run, ...]:
        """Those alive now, oldest first."""
        return self._those(ALIVE)

    def vanished(self) -> tuple[Run, ...]:
        """Those whose process died before it could say how they ended, oldest first."""
        return self._those(VANISHED)

    def interrupted(self, now: datetime) -> tuple[Run, ...]:
        """The vanished ones, as they are recorded when a sweep comes."""
        from moie_tui.domain.interrupted import as_interrupted

        return tuple(as_interrupted(run, self.last_sign(run), now) for run in self.vanished())

    def last_sign(self, run: Run) -> datetime | None:
        """When a run last wrote to its log, None when it never had one."""
        folder = self._folder(run.job)
        names = [name for name in _names(folder) if name.startswith(f"{run.id}.")]
        marks = [mark for name in names if (mark := fingerprint(folder / name)) is not None]
        newest = max((mark[1] for mark in marks), default=None)
        return None if newest is None else datetime.fromtimestamp(newest / 1e9, UTC)

    def sweeping(self) -> AbstractContextManager[object]:
        """A lock for whoever finishes vanished runs, so that each is finished once."""
        return FileLock(self._ours / "sweep.lock").hold(_SWEEP_SECONDS, "telling of vanished runs")

    def of_job(self, job: str, limit: int = KEPT, *, begun_by: datetime | None = None) -> tuple[Run, ...]:
        """Those of a job that ended, newest first; with `begun_by` those that had begun by then."""
        folder = self._folder(job)
        names = sorted((name for name in _names(folder) if name.endswith(".json")), reverse=True)
        if begun_by is not None:
            names = [name for name in names if name <= f"{begun_by.astimezone(UTC):%Y%m%dT%H%M%SZ}~"]
        found: list[Run] = []
        for name in names:
            if len(found) >= limit:
                break
            run = self._read(folder / name)
            if run is not None and run.job == job:
                found.append(run)
        return tuple(found)

    def find(self, job: str, run_id: str) -> Run:
        """One run of a job, running or ended; UsageError when there is none."""
        if is_run_id(run_id):
            run = self._read(self._folder(job) / f"{run_id}.json") or self._read(
                self._running / f"{run_id}.json"
            )
            if run is not None and run.job == job:
                return run
        what = f"job {plain(job)} has no run {plain(run_id)}"
        raise UsageError(what, fix="`moie history` lists its runs; the oldest are not kept")

    def log(self, job: str, run_id: str, offset: int = 0) -> tuple[str, int]:
        """The output from a byte offset on, and the next offset; also while it runs."""
        from moie_tui.storage.run_log import read_growing, read_settled

        folder = self._folder(job)
        for _ in range(_TRIES):
            run = self.find(job, run_id)
            try:
                if run.ending:
                    data, end = read_settled(folder, run_id, run.output_bytes, offset)
                    return data.decode("utf-8", "replace"), end
                data, end = read_growing(folder, run_id, offset)
            except FileNotFoundError:
                continue  # it ended between two looks
            except OSError as error:
                raise failed(error, folder / f"{run_id}.log", "can't read") from error
            whole = _without_cut_character(data)
            return whole.decode("utf-8", "replace"), end - (len(data) - len(whole))
        return "", offset

    def job_lock(self, job: str) -> FileLock:
        """The lock a run of this job holds, unless runs of it may overlap."""
        return FileLock(self._folder(job) / "run.lock")

    def _settled(self, run: Run, folder: Path) -> Run:
        from moie_tui.storage.run_log import settle

        with suppress(FileNotFoundError):  # it died before it had a log
            run = replace(run, output_bytes=settle(folder, run.id))
        write_atomic(folder / f"{run.id}.json", encode_run(run))
        return run

    def _folder(self, job: str) -> Path:
        return self._ended / folder_of(job)

    def _those(self, wanted: str) -> tuple[Run, ...]:
        return tuple(run for run in self._looked_at(wanted) if not run.ending)

    def _looked_at(self, wanted: str) -> Iterator[Run]:
        for name in sorted(self._names_running()):
            place = self._running / f"{name}.json"
            how, data = look_at(place)
            if how == wanted and (run := self._parsed(place, data)) is not None:
                yield run

    def _names_running(self) -> set[str]:
        found = (name.removesuffix(".json") for name in _names(self._running) if name.endswith(".json"))
        return {name for name in found if is_run_id(name)}

    def _read(self, path: Path) -> Run | None:
        return self._parsed(path, look_at(path)[1])

    def _parsed(self, path: Path, data: bytes) -> Run | None:
        """Parsed once per content: a view asks again and again."""
        key = (str(path), hash(data))
        if key not in self._known:
            if len(self._known) > 10 * KEPT:
                self._known.clear()
            self._known[key] = decode_run(data, path.stem)
        return self._known[key]


def _names(folder: Path) -> list[str]:
    """The names in a folder of ours; none in one that is missing, closed to us, or a link."""
    if not os.path.isdir(folder) or os.path.islink(folder):
        return []
    try:
        return os.listdir(folder)
    except (FileNotFoundError, PermissionError):
        return []
    except OSError as error:
        raise failed(error, folder, "can't list") from error


def _require_plain(folder: Path) -> None:
    if os.path.islink(folder):
        raise Refused("is a symbolic link, and runs are kept in no linked folder", where=str(folder))


def _without_cut_character(data: bytes) -> bytes:
    """All but the beginning of a UTF-8 character whose rest is still to come."""
    for back in range(1, min(4, len(data) + 1)):
        byte = data[-back]
        if byte & 0xC0 == 0xC0:
            needed = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return data[:-back] if needed > back else data
        if byte < 0x80:
            break
    return data
