"""What reading a log of any length costs: `python -m tests.benchmarks.event_reading [N]`.

Each reading is made on plain days and again on compressed ones; milliseconds, the median of five. Then how
long a new line takes to be shown by `moie events --follow`, and the most memory anything took."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

from moie_tui.domain.event_query import Place, Wanted
from moie_tui.readings import Readings
from moie_tui.storage.log_age import waiting
from moie_tui.storage.log_days import log_days
from moie_tui.storage.rotation import pack
from moie_tui.workspace import Workspace
from tests.benchmarks.event_log import DAYS, lay_log

TURNS, LINES = 5, 40


def readings(now: datetime) -> dict[str, tuple[Wanted, dict[str, Place]]]:
    """What is asked of the log."""
    middle, back = (
        now - timedelta(days=DAYS / 2),
        {"before": Place((now - timedelta(days=9)).date().isoformat(), 0)},
    )
    return {
        "the newest 500": (Wanted(), {}),
        "500 older than a place": (Wanted(), back),
        "the newest 500 errors of jobs": (Wanted("error", frozenset({"job"})), {}),
        "the newest 500 with a word": (Wanted(text="5.1"), {}),
        "five minutes of half the log ago": (Wanted(since=middle, until=middle + timedelta(minutes=5)), {}),
        "all critical ones": (Wanted("critical"), {}),
        "a word that nobody wrote": (Wanted(text="nowhere"), {}),
    }


def measure(source: Readings, now: datetime) -> None:
    """Prints the median of each reading."""
    for name, (wanted, place) in readings(now).items():
        spans = []
        for _ in range(TURNS):
            began = time.perf_counter()
            found = source.events(wanted, 500, **place)
            spans.append((time.perf_counter() - began) * 1000)
        print(f"  {name:34} {median(spans):8.1f} ms  {len(found.events)} found")


def latency(root: Path) -> list[float]:
    """Milliseconds from the writing of a line to its showing."""
    path = root / "logs" / f"events-{datetime.now(UTC).date()}.jsonl"
    words = [sys.executable, "-m", "moie_tui", "--root", os.fspath(root), "events", "--follow", "--json"]
    spans = []
    with subprocess.Popen([*words, "--limit", "1"], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        for number in range(LINES):
            time.sleep(0.013 * (number % 9))
            began = time.perf_counter()
            line = {"timestamp": datetime.now(UTC).isoformat(), "message": str(number)}
            with path.open("ab") as file:
                file.write(json.dumps(line).encode() + b"\n")
            process.stdout.readline()
            spans.append((time.perf_counter() - began) * 1000)
        process.send_signal(signal.SIGINT)
    return sorted(spans)


def main(events: int) -> None:
    """Lays a log, and measures."""
    with tempfile.TemporaryDirectory() as folder:
        root, now = Path(folder), datetime.now(UTC)
        size = lay_log(root, events, now)
        workspace = Workspace.open(root, home=root / "home")
        print(f"{events} events, {size / 1e6:.0f} MB")
        measure(workspace, now)
        began = time.perf_counter()
        for one in waiting(log_days(root / "logs"), date.today()):
            pack(root / "logs", one.day)
        stored = sum(one.stored for one in log_days(root / "logs"))
        print(f"compressed in {time.perf_counter() - began:.1f} s to {stored / 1e6:.0f} MB")
        measure(workspace, now)
        spans = latency(root)
        print(f"a new line is shown in {median(spans):.0f} ms, at most {spans[-1]:.0f} ms of {LINES}")
        print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
