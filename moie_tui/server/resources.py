"""The readings: each route's answer, from the one view or read in a thread."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from moie_tui.domain.errors import MoieError
from moie_tui.domain.snapshot import Snapshot
from moie_tui.domain.state import Job, Phase
from moie_tui.domain.summary import snapshot_row
from moie_tui.server.answers import AGES, Answered, answer, as_bytes
from moie_tui.server.documents import (
    execution_document,
    job_document,
    jobs_document,
    page,
    run_document,
    state_document,
)
from moie_tui.server.event_documents import events_document, up_to
from moie_tui.server.exposition import exposition
from moie_tui.server.health import Check, health
from moie_tui.server.limits import Limits
from moie_tui.server.live import Live, Moment
from moie_tui.server.queries import (
    MOST_ROWS,
    USUAL_ROWS,
    is_open,
    places_of,
    require_known,
    require_token,
    rows_of,
    wanted_of,
    whole_number,
)
from moie_tui.server.recent import Recent
from moie_tui.server.version import version

T = TypeVar("T")
_MOST_BYTES = 10**9
_RUNS = 100


class Resources:
    """Everything that can be asked of one root."""

    def __init__(self, live: Live, limits: Limits) -> None:
        self._live, self._source = live, live.source
        self._recent = Recent(live.source)
        # Threads of their own: slow readings must not keep the view from being renewed.
        self._threads = ThreadPoolExecutor(limits.readings_at_once, "reading")
        self._free = asyncio.Semaphore(limits.readings_at_once)
        self._health: dict[bool, tuple[Moment, int, bytes]] = {}

    async def index(self, request: Request) -> Response:
        """Where everything is."""
        require_known(request, ())
        paths = ("/health", "/metrics", "/state", "/jobs", "/snapshots", "/events", "/openapi.json")
        return answer(request, {"name": "moie-tui", "version": version(), "paths": list(paths)})

    async def health(self, request: Request) -> Response:
        """Whether the heart beats in time; made once for each moment, however often it is polled."""
        moment, opened = self._live.moment(), is_open(request)
        known = self._health.get(opened)
        if known is None or known[0] is not moment:
            code, document = _health(moment, self._live, opened)
            known = self._health[opened] = (moment, code, as_bytes(document))
        headers = {"cache-control": "no-store"}
        return Response(known[2], known[1], media_type="application/json", headers=headers)

    async def metrics(self, request: Request) -> Response:
        """The root as Prometheus reads it; what can't be counted is left out."""
        try:
            recent = await self._recent.metrics()
        except MoieError:
            recent = None
        moment = self._live.moment()
        accept = request.headers.get("accept", "")
        facts = (moment.view, moment.judgement, moment.now)
        found = await asyncio.to_thread(exposition, *facts, recent, accept)
        headers = {"cache-control": "no-store", "content-type": found.content_type}
        return Response(found.body, headers=headers)

    async def state(self, request: Request) -> Response:
        """The whole picture."""
        require_known(request, ())
        return answer(request, state_document(self._live.moment(), is_open(request)), AGES)

    async def jobs(self, request: Request) -> Response:
        """The jobs that are watched."""
        require_known(request, ())
        return answer(request, jobs_document(self._live.moment().judgement), AGES)

    async def job(self, request: Request) -> Response:
        """One job."""
        key = self._known_job(request)
        require_known(request, ())
        found, moment = self._in_state(key), self._live.moment()
        phase, job = found or (None, None)
        judged = next((one for one in moment.judgement.jobs if one.key == key), None)
        return answer(request, job_document(phase, job, judged, is_open(request)), AGES)

    async def executions(self, request: Request) -> Response:
        """What a job did, newest first."""
        key, (offset, limit) = self._known_job(request), rows_of(request)
        health = self._live.moment().view.health.get(key)
        rows = [
            execution_document(one, is_open(request)) for one in reversed(health.executions if health else ())
        ]
        shown, following = page(rows, offset, limit)
        return answer(
            request, {"job": key, "executions": shown, "total": len(rows), "next_offset": following}
        )

    async def runs(self, request: Request) -> Response:
        """The runs of a job that are kept, newest first."""
        require_token(request)
        key, (offset, limit) = self._known_job(request), rows_of(request)
        found = await self._read(lambda: self._source.runs(key, _RUNS))
        shown, following = page([run_document(run) for run in found], offset, limit)
        return answer(request, {"job": key, "runs": shown, "total": len(found), "next_offset": following})

    async def output(self, request: Request) -> Response:
        """What a run printed, from a byte offset on."""
        require_token(request)
        key, run_id = self._known_job(request), request.path_params["run"]
        require_known(request, ("offset",))
        offset = whole_number(request, "offset", 0, 0, _MOST_BYTES)
        runs = await self._read(lambda: self._source.runs(key, _RUNS))
        run = next((one for one in runs if one.id == run_id), None)
        if run is None:
            raise Answered(404, "this job has no such run", f"/jobs/{key}/runs lists those that are kept")
        text, end = await self._read(lambda: self._source.run_log(key, run.id, offset))
        document = {"job": key, "run": run.id, "ended": bool(run.ending), "text": text, "next_offset": end}
        return answer(request, document)

    async def snapshots(self, request: Request) -> Response:
        """The snapshots, newest first."""
        offset, limit = rows_of(request)
        found = self._live.moment().view.snapshots
        shown, following = page([snapshot_row(one) for one in found], offset, limit)
        return answer(request, {"snapshots": shown, "total": len(found), "next_offset": following})

    async def snapshot(self, request: Request) -> Response:
        """One snapshot, by its id or its file name."""
        require_known(request, ())
        return answer(request, snapshot_row(self._known_snapshot(request.path_params["snapshot"])))

    async def events(self, request: Request) -> Response:
        """A page of the log."""
        wanted, (before, after) = wanted_of(request), places_of(request)
        limit = whole_number(request, "limit", USUAL_ROWS, 1, MOST_ROWS)
        stop = threading.Event()
        try:
            found = await self._read(
                lambda: self._source.events(
                    wanted, limit, before=None if after else before, after=after, cancel=stop
                )
            )
        finally:
            # A thread goes on when nobody waits for it any more.
            stop.set()
        found = up_to(found, before) if before and after else found
        return answer(request, events_document(found, is_open(request), after))

    async def _read(self, read: Callable[[], T]) -> T:
        if self._free.locked():
            raise Answered(429, "too many readings at once", headers={"retry-after": "1"})
        await self._free.acquire()
        reading = asyncio.get_running_loop().run_in_executor(self._threads, read)
        reading.add_done_callback(lambda _: self._free.release())
        return await asyncio.shield(reading)

    def _known_job(self, request: Request) -> str:
        """The id in the path, if the root has such a job: it is looked up before anything is read."""
        key = str(request.path_params["job"])
        if self._in_state(key) is None and key not in self._live.moment().view.health:
            raise Answered(404, "there is no such job", "/state lists them")
        return key

    def _in_state(self, key: str) -> tuple[Phase, Job] | None:
        state = self._live.moment().view.state
        return next((one for one in state.jobs() if one[1].key == key), None) if state else None

    def _known_snapshot(self, wanted: str) -> Snapshot:
        for one in self._live.moment().view.snapshots:
            if wanted in (one.id, one.name):
                return one
        raise Answered(404, "there is no such snapshot", "/snapshots lists them")


def _health(moment: Moment, live: Live, opened: bool) -> tuple[int, dict[str, object]]:
    found = health(moment.view, moment.judgement, moment.now, live.started, open_to=opened)
    document, code = found.as_json(), found.code
    if moment.blind:
        reason = moment.blind if opened else "the files are not watched any more, this may be old"
        lost = Check("watch", False, reason)
        document |= {"healthy": False, "checks": [*(one.as_json() for one in found.checks), lost.as_json()]}
        code = 503
    return code, document
