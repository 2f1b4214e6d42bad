"""Roots of any size: `python -m tests.benchmarks.many_jobs ROOT JOBS CYCLIC EXECUTIONS` lays one."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from moie_tui.storage.health_file import HEALTH_NAME
from moie_tui.storage.snapshot_names import SIDECAR, NameParts, sidecar_line, snapshot_name
from moie_tui.values.digest import sha256_of
from tests.benchmarks.event_log import lay_log
from tests.builders import Document, a_health, a_job, a_phase, a_state, an_execution

STATE_NAME = "sovereign_state_v2.json"
PER_PHASE, DONE = 20, 4


def task(number: int) -> str:
    """The name of the job at that place, which stands nowhere else."""
    return f"Sweep-{number:05}"


def jobs_state(jobs: int, cyclic: int, beat: datetime, names: dict[int, str] | None = None) -> Document:
    """Phases of twenty jobs, the first four of each done; the last `cyclic` run forever; the first is now."""
    rows = [
        a_job(f"{at // PER_PHASE + 1}.{at % PER_PHASE + 1}", _status(at, jobs - cyclic), task=task(at))
        for at in range(jobs)
    ]
    for at, name in (names or {}).items():
        rows[at]["task"] = name
    phases = [
        a_phase(at // PER_PHASE + 1, *rows[at : at + PER_PHASE], status="pending" if at else "active")
        for at in range(0, jobs, PER_PHASE)
    ]
    return a_state(*phases, meta={"last_heartbeat": beat.isoformat()})


def _status(at: int, finite: int) -> str:
    return "cyclic" if at >= finite else "completed" if at % PER_PHASE < DONE else "pending"


def jobs_health(state: Document, executions: int, now: datetime) -> Document:
    """So many executions of each cyclic job, a minute apart, every tenth a failure."""
    cyclic = [job for phase in state["phases"] for job in phase["jobs"] if job["status"] == "cyclic"]
    return {
        str(job["id"]): a_health(
            *(_run(at, now - timedelta(minutes=executions - at)) for at in range(executions))
        )
        for job in cyclic
    }


def _run(at: int, when: datetime) -> Document:
    bad = at % 10 == 4
    found = an_execution(when.isoformat(), "failure" if bad else "success", duration_ms=100 + at * 7 % 90)
    return found | {"error": "exit 1: no space left on the device" if bad else None, "run_id": f"{at:026}"}


def lay_root(
    root: Path, jobs: int, cyclic: int, executions: int, *, snapshots: int = 20, events: int = 500
) -> Path:
    """A root whose heart beats, with a history of everything, each snapshot with its sum; where it lies."""
    now = datetime.now(UTC)
    state = jobs_state(jobs, cyclic, now)
    data = json.dumps(state, indent=2).encode()
    (root / "backups").mkdir(parents=True, exist_ok=True)
    (root / STATE_NAME).write_bytes(data)
    health = jobs_health(state, executions, now)
    (root / HEALTH_NAME).write_text(json.dumps(health, indent=2))
    for at in range(snapshots):
        name = snapshot_name(NameParts(2, now - timedelta(minutes=10 * (at + 1))))
        (root / "backups" / name).write_bytes(data)
        (root / "backups" / f"{name}{SIDECAR}").write_bytes(sidecar_line(name, sha256_of(data)))
    lay_log(root, events, now, days=1)
    return root


if __name__ == "__main__":
    import sys

    lay_root(Path(sys.argv[1]), *map(int, sys.argv[2:5]))
