"""Monitors that poll hard while the root changes."""

from __future__ import annotations

import json
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.builders import a_job, a_phase, a_state
from tests.roots import Root
from tests.server.served import Served, serving

FRESH_SECONDS = 1.0


class Beats:
    """Real pulses, one after the other, and what the first poll after each saw."""

    def __init__(self, root: Root) -> None:
        self._root = root
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat)
        self.written: list[tuple[float, str]] = []
        self.errors: list[BaseException] = []

    def __enter__(self) -> Beats:
        self._thread.start()
        return self

    def __exit__(self, *unused: object) -> None:
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._stop.wait(0.7):
                self._root.clock.now = datetime.now(UTC)
                self._root.do("pulse")
                self.written.append((time.monotonic(), self._root.document["meta"]["last_heartbeat"]))
        except BaseException as error:
            self.errors.append(error)


def _poll(served: Served, times: int) -> tuple[list[float], dict[datetime, float]]:
    """How long each poll took, and when each heartbeat was seen first."""
    connection, took = served.connect(), []
    seen: dict[datetime, float] = {}
    for _ in range(times):
        began = time.perf_counter()
        connection.request("GET", "/health")
        answer = connection.getresponse()
        body = answer.read()
        took.append(time.perf_counter() - began)
        assert answer.status == 200
        seen.setdefault(datetime.fromisoformat(json.loads(body)["lastHeartbeat"]), time.monotonic())
    connection.close()
    return took, seen


def _a_beating_root(folder: Path) -> Root:
    root = Root(folder, a_state(a_phase(1, a_job("1.1", "cyclic"))))
    root.clock.now = datetime.now(UTC)
    root.trust()
    root.do("pulse")
    return root


@pytest.mark.slow
def test_ten_thousand_polls_while_pulses_run_are_quick_and_fresh(tmp_path: Path) -> None:
    root = _a_beating_root(tmp_path)
    with serving(root) as served, Beats(root) as beats:
        took, seen = _poll(served, 10_000)
    took.sort()
    # The last beat may have come after the last poll.
    late = [seen[datetime.fromisoformat(beat)] - at for at, beat in beats.written[:-1]]
    print(f"p50 {took[5000] * 1e3:.2f} ms, p99 {took[9900] * 1e3:.2f} ms, worst {took[-1] * 1e3:.1f} ms")
    print(f"{len(late)} beats, seen {max(late):.2f} s after they were written at the latest")
    assert beats.errors == []
    assert len(late) >= 3
    assert took[9900] < 0.020
    assert max(late) < FRESH_SECONDS
