"""The life of a demo root until stdin closes: pulses as cron starts them, jobs that run when they are due."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from datetime import datetime
from pathlib import Path

from moie_tui.domain.errors import MoieError
from moie_tui.domain.schedule import parse_schedule
from moie_tui.domain.state import CYCLIC, Job
from moie_tui.domain.text import plain, shorten
from moie_tui.workspace import Workspace

LOOK_SECONDS = 0.5
DEFAULT_TIMEOUT_SECONDS = 10.0
GRACE_SECONDS = 3.0


class Life:
    """Starts what is due; `over` is set when it is to end."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._due: dict[str, datetime] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.over = asyncio.Event()

    async def run(self) -> None:
        """Lives until `over`; then ends every process it started."""
        self._start(self._beat())
        while not self.over.is_set():
            for job in self._due_jobs(self._workspace.clock()):
                self._start(self._run_job(job))
            await _either(self.over, LOOK_SECONDS)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, work: object) -> None:
        task = asyncio.ensure_future(work)  # type: ignore[call-overload]
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _due_jobs(self, now: datetime) -> list[Job]:
        """The cyclic jobs to start now, first all of them; each is then due again by its schedule."""
        view = self._workspace.view()
        due = []
        for _, job in view.state.jobs() if view.state else ():
            if job.status != CYCLIC or not job.command or not job.schedule or job.paused:
                continue
            if now >= self._due.get(job.key, now):
                after = parse_schedule(job.schedule, view.zone).next_after(now)
                self._due[job.key] = after or datetime.max.replace(tzinfo=now.tzinfo)
                due.append(job)
        return due

    async def _beat(self) -> None:
        root = str(self._workspace.root)
        seconds = self._workspace.view().settings.heartbeat.interval_minutes * 60
        while True:
            words = [sys.executable, "-m", "moie_tui", "--root", root, "pulse", "--scheduled"]
            pulse = await asyncio.create_subprocess_exec(*words, stdin=DEVNULL)
            try:
                await asyncio.gather(pulse.wait(), asyncio.sleep(seconds))
            finally:
                await _end(pulse)

    async def _run_job(self, job: Job) -> None:
        """One execution: the command really runs, and what came of it is recorded."""
        root, began = str(self._workspace.root), time.monotonic()
        process = await asyncio.create_subprocess_exec(
            "/bin/sh",
            "-c",
            job.command or "",
            cwd=root,
            env={**os.environ, "MOIE_ROOT": root, "MOIE_JOB_ID": job.key, "MOIE_RUN_ID": os.urandom(8).hex()},
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=STDOUT,
            start_new_session=True,
        )
        limit = job.timeout_seconds or DEFAULT_TIMEOUT_SECONDS
        try:
            output, _ = await asyncio.wait_for(process.communicate(), limit)
            error = None if process.returncode == 0 else _why(process.returncode, output)
        except TimeoutError:
            error = f"still running after {limit:g} s"
        finally:
            await _end(process, group=True)
        self._record(job, (time.monotonic() - began) * 1000, error)

    def _record(self, job: Job, duration_ms: float, error: str | None) -> None:
        status = "failure" if error else "success"
        words = {"job": job.key, "status": status, "duration_ms": round(duration_ms), "error": error}
        try:
            operation = self._workspace.operation("record", scheduled=True, **words)
            self._workspace.run(operation, self._workspace.plan(operation))
        except MoieError as problem:
            # The root may be broken on purpose, it is a demo: its life goes on.
            print(plain(problem.line()), file=sys.stderr, flush=True)


def _why(code: int | None, output: bytes) -> str:
    lines = [line for line in output.decode(errors="replace").splitlines() if line.strip()]
    return shorten(plain(lines[-1] if lines else f"exit code {code}"), 200)


async def _either(event: asyncio.Event, seconds: float) -> None:
    """Until the event is set, at most so long."""
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return


async def _end(process: Process, *, group: bool = False) -> None:
    """Ends a process that still runs, or its whole session; a pulse gets the time to leave cleanly."""
    if process.returncode is not None:
        return
    if group:
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), GRACE_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()


async def live(root: Path) -> None:
    """Lives in `root` until stdin closes."""
    life = Life(Workspace.open(root, via="demo"))
    loop = asyncio.get_running_loop()
    stdin = sys.stdin.fileno()
    loop.add_reader(stdin, lambda: None if os.read(stdin, 4096) else life.over.set())
    for number in (signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, life.over.set)
    try:
        await life.run()
    finally:
        loop.remove_reader(stdin)


if __name__ == "__main__":
    asyncio.run(live(Path(sys.argv[1])))
