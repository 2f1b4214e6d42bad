"""A foreign program: rewrites state and health at a steady rate, each round under a number of its own.

`python plain_writer.py ROOT PERIOD_SECONDS SECONDS` writes non-atomically, in pieces, and prints the last
number; with a fourth word `replace` it replaces them atomically and prints when (monotonic). Beyond its time
it goes on as long as there is a file MORE."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

PIECES = 4
MORE = "more"
PHASES, JOBS = 3, 7


def numbered_state(number: int) -> dict[str, Any]:
    """A state in which every name carries the number."""
    meta = {"project": f"Round {number}", "operator": "Op", "boot_time": "2025-12-12T06:00:00"}
    meta |= {"mode": "daemon", "current_phase": 1, "last_heartbeat": "2025-12-12T00:00:00.000Z"}
    phases = [
        {"id": at, "name": f"Phase {number}", "status": "active", "jobs": _jobs(at, number)}
        for at in range(1, PHASES + 1)
    ]
    return {"meta": meta, "phases": phases}


def _jobs(phase: int, number: int) -> list[dict[str, Any]]:
    return [
        {"id": f"{phase}.{at}", "task": f"Task {number}", "description": "", "status": "cyclic"}
        for at in range(1, JOBS + 1)
    ]


def numbered_health(number: int) -> dict[str, Any]:
    """A health document whose one job carries the number in its totals and its last run."""
    when = "2026-11-22T12:00:00Z"
    run = {"timestamp": when, "status": "failure", "duration_ms": 5.0, "error": f"error {number}"}
    return {
        "1.1": {
            "executions": [run] * 100,
            "total_runs": number + 100,
            "total_failures": number + 100,
            "last_execution": when,
        }
    }


def write_in_pieces(path: Path, text: str) -> None:
    """As `open("w")` does it: empty first, then bit by bit."""
    with open(path, "w") as file:
        step = -(-len(text) // PIECES)
        for at in range(0, len(text), step):
            file.write(text[at : at + step])
            file.flush()


def write_atomically(path: Path, text: str) -> None:
    """All or nothing."""
    temp = path.with_name(path.name + ".new")
    temp.write_text(text)
    os.replace(temp, path)


def main(root: Path, period: float, seconds: float, *how: str) -> None:
    """Rewrites both files again and again."""
    write = write_atomically if how else write_in_pieces
    started = time.monotonic()
    number = 0
    while time.monotonic() - started < seconds or (root / MORE).exists():
        number += 1
        write(root / "cyclic_job_health.json", json.dumps(numbered_health(number), indent=2))
        write(root / "sovereign_state_v2.json", json.dumps(numbered_state(number), indent=2))
        if how:
            print(number, time.monotonic(), flush=True)
        time.sleep(max(0.0, started + number * period - time.monotonic()))
    print(number, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]), *sys.argv[4:])
