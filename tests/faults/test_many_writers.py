"""Many processes that record at once: every execution that was acknowledged is there."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from moie_tui import log_execution
from moie_tui.storage.health_file import HEALTH_NAME
from tests.builders import a_job, a_phase, a_state
from tests.faults.conftest import Figure
from tests.faults.forked import end, start
from tests.faults.scale import times
from tests.roots import Root

pytestmark = [
    pytest.mark.faults,
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

WRITERS, RECORDS = 16, times(20, 500)
JOBS = ("5.1", "5.2", "5.3", "5.4")


def _write(root: Root, writer: int) -> int:
    for number in range(RECORDS):
        job = JOBS[(writer + number) % len(JOBS)]
        log_execution(job, "failure" if number % 5 == 0 else "success", number, root=root.folder)
    return RECORDS


def test_sixteen_writers_lose_not_one_execution(fast_path: Path, figure: Figure) -> None:
    root = Root(fast_path, a_state(a_phase(1, *(a_job(job, "cyclic") for job in JOBS))))
    root.do("record", job="9.9", status="success", duration_ms=1.0)
    began = time.monotonic()
    writers = [start(lambda writer=writer: _write(root, writer)) for writer in range(WRITERS)]
    acknowledged = sum(end(*writer).told for writer in writers)
    seconds = time.monotonic() - began
    health = json.loads((root.folder / HEALTH_NAME).read_bytes())
    recorded = sum(health[job]["total_runs"] for job in JOBS)
    failures = sum(health[job]["total_failures"] for job in JOBS)
    assert acknowledged == WRITERS * RECORDS
    assert recorded == WRITERS * RECORDS
    assert failures == WRITERS * len(range(0, RECORDS, 5))
    assert all(len(health[job]["executions"]) == min(100, health[job]["total_runs"]) for job in JOBS)
    figure(
        "many writers",
        acknowledged=acknowledged,
        recorded=recorded,
        lost=0,
        records_a_second=round(recorded / seconds),
    )
