"""A dashboard open all day over a root that is never still: `python -m tests.benchmarks.soak [MINUTES]`.

Linux only: memory and CPU time are read from /proc."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from random import Random
from select import select
from tempfile import TemporaryDirectory

from tests.benchmarks.churn import Churn
from tests.wheel.terminal import Terminal, start

PACE = 100
"""Changes a second while a burst lasts."""
BURST, REST = 10.0, 20.0
WARM_SHARE, WARM_MOST = 0.25, 15.0
"""The first quarter of an hour, or quarter of a short run, fills caches and windows."""
IDLE_SECONDS = 60.0
TOUCHES = (
    "m\x1b",
    "a\x1b",
    "u\x1b",
    "5jjkk",
    "2jj\r\x1b",
    "/task\r\x1b\x1b",
    "zz",
    "?\x1b",
    "[[\x1b",
    "\t\t0",
)
"""What somebody who passes by presses, a different one each minute."""
BARE = "from textual.app import App; App().run()"


def main(minutes: float) -> None:
    """Prints memory each minute, how much it grew, and CPU time when all is still."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        churn = Churn(home / "root", Random(1))
        ours = _opened(home, "-m", "moie_tui", "--root", str(churn.root))
        bare = _opened(home, "-c", BARE)
        try:
            _soak(churn, ours, bare, minutes)
        finally:
            ours.end()
            bare.end()


def _opened(home: Path, *words: str) -> Terminal:
    env = {**os.environ, "HOME": str(home), "MOIE_HOME": str(home / "home"), "TERM": "xterm-256color"}
    here = Path(__file__).resolve().parents[2]
    env["PYTHONPATH"] = str(here)
    return start([sys.executable, *words], columns=120, rows=40, cwd=home, env=env)


def _soak(churn: Churn, ours: Terminal, bare: Terminal, minutes: float) -> None:
    assert ours.read_until(lambda: "Project" in ours.text, 30), ours.text
    began, sizes = time.monotonic(), list[float]()
    while len(sizes) < minutes:
        _one_minute(churn, ours, began + 60 * (len(sizes) + 1))
        sizes.append(_memory(ours))
        print(f"{len(sizes)} min: {sizes[-1]:.1f} MB, {churn.changes} changes", flush=True)
        ours.press(TOUCHES[len(sizes) % len(TOUCHES)])
    warm = int(min(WARM_MOST, minutes * WARM_SHARE))
    first, last = sizes[warm : warm + 10], sizes[-10:]
    grown = 100 * (max(last) / max(first) - 1)
    print(f"grown after {warm} minutes: {grown:+.1f} % ({max(first):.1f} to {max(last):.1f} MB)")
    _drain(ours, bare, seconds=5)
    before = _cpu(ours), _cpu(bare)
    _drain(ours, bare, seconds=IDLE_SECONDS)
    spent = [(now - then) / IDLE_SECONDS for now, then in zip((_cpu(ours), _cpu(bare)), before, strict=True)]
    print(f"idle: {1000 * spent[0]:.1f} ms/s, bare Textual beside it {1000 * spent[1]:.1f} ms/s")


def _one_minute(churn: Churn, terminal: Terminal, end: float) -> None:
    while time.monotonic() < end:
        burst = min(end, time.monotonic() + BURST)
        due = time.monotonic()
        while time.monotonic() < burst:
            churn.change()
            due += 1 / PACE
            _drain(terminal, seconds=due - time.monotonic())
        _drain(terminal, seconds=min(end - time.monotonic(), REST))


def _drain(*terminals: Terminal, seconds: float) -> None:
    """Reads and drops what they draw, so that they never wait for us; OSError when one has ended."""
    end, drawing = time.monotonic() + seconds, [one.descriptor for one in terminals]
    while True:
        left = end - time.monotonic()
        for one in select(drawing, [], [], max(0.0, left))[0]:
            os.read(one, 65536)
        if left <= 0:
            return


def _memory(terminal: Terminal) -> float:
    """Resident megabytes."""
    pages = int(Path(f"/proc/{terminal.process.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _cpu(terminal: Terminal) -> float:
    """Seconds of CPU time, of the process alone."""
    fields = Path(f"/proc/{terminal.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 120)
