"""The life of a demo root until stdin closes: a heart that beats as cron would have it beat."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from contextlib import suppress
from pathlib import Path

from moie_tui.workspace import Workspace

GRACE_SECONDS = 3.0
LAST_RUNS_SECONDS, STARTING_SECONDS, LOOK_SECONDS = 12.0, 2.0, 0.1
"""How long the runs of the demo may take at its end, how long a started one may take to be seen, and how
often one looks."""


class Life:
    """Beats, the first time for as long as steps succeed; `over` is set when it is to end."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._beaten = 0.0
        self.over = asyncio.Event()

    async def run(self) -> None:
        """Lives until `over`; then ends its pulse and waits for what pulses started."""
        beating = asyncio.ensure_future(self._beat())
        await self.over.wait()
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)
        await asyncio.to_thread(self._last_runs)

    async def _beat(self) -> None:
        seconds = self._workspace.view().settings.heartbeat.interval_minutes * 60
        await asyncio.gather(self._pulse("--all"), asyncio.sleep(seconds))
        while True:
            await asyncio.gather(self._pulse(), asyncio.sleep(seconds))

    async def _pulse(self, *words: str) -> None:
        moie = [sys.executable, "-m", "moie_tui", "--root", str(self._workspace.root)]
        pulse = await asyncio.create_subprocess_exec(*moie, "pulse", "--scheduled", *words, stdin=DEVNULL)
        try:
            await pulse.wait()
        finally:
            self._beaten = time.monotonic()
            await _end(pulse)

    def _last_runs(self) -> None:
        """Runs outlive the pulse that started them; the root must not be removed under them."""
        until = time.monotonic() + LAST_RUNS_SECONDS
        seen_from = self._beaten + STARTING_SECONDS
        while time.monotonic() < until and (time.monotonic() < seen_from or self._workspace.view().runs):
            time.sleep(LOOK_SECONDS)


async def _end(pulse: Process) -> None:
    """Ends a pulse that still runs; it gets the time to leave cleanly."""
    if pulse.returncode is not None:
        return
    _signal(pulse, signal.SIGTERM)
    try:
        await asyncio.wait_for(pulse.wait(), GRACE_SECONDS)
    except TimeoutError:
        _signal(pulse, signal.SIGKILL)
        await pulse.wait()


def _signal(pulse: Process, number: signal.Signals) -> None:
    # Its own `send_signal` looks first whether it has ended, and takes its end from the loop.
    with suppress(ProcessLookupError):
        os.kill(pulse.pid, number)


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


def inherit(parent: int, folder: Path) -> None:
    """Removes the demo's folder if the process that was to do so is gone."""
    if os.getppid() != parent:
        shutil.rmtree(folder)


if __name__ == "__main__":
    asyncio.run(live(Path(sys.argv[1])))
    if len(sys.argv) > 2:
        inherit(int(sys.argv[2]), Path(sys.argv[3]))
