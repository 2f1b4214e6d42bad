"""Readers beside processes that save without pause: each reading is one whole document."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from moie_tui.storage.health_file import HEALTH_NAME, HealthFile
from moie_tui.storage.state_file import StateDocument, StateFile
from tests.builders import a_job, a_phase, a_state
from tests.faults.conftest import Figure
from tests.faults.forked import end, start
from tests.faults.scale import times
from tests.roots import NOON, Root

pytestmark = [
    pytest.mark.faults,
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

READS, READERS = times(2_500, 50_000), 2


def _save_states(folder: Path) -> None:
    """Each state carries its number at its beginning and at its end."""
    state = StateFile(folder)

    def next_one(before: StateDocument) -> dict[str, Any]:
        number = before.raw["meta"].get("number", 0) + 1
        return {
            "meta": {**before.raw["meta"], "number": number},
            "phases": before.raw["phases"],
            "end": number,
        }

    while True:
        state.update(next_one)


def _save_runs(folder: Path) -> None:
    health = HealthFile(folder)
    while True:
        health.record("5.1", "failure", 1.0, "x" * 50, at=NOON, zone=None, version=2)


def _state_number(raw: dict[str, Any]) -> int | None:
    number = raw["meta"].get("number", 0)
    return number if raw.get("end", 0) == number else None


def _health_number(raw: dict[str, Any]) -> int | None:
    job = raw["5.1"]
    total = job["total_runs"]
    whole = job["total_failures"] == total and len(job["executions"]) == min(100, total)
    return total if whole else None


def _read(path: Path, number_of: Callable[[dict[str, Any]], int | None]) -> list[int]:
    """Reads again and again: how many readings were torn, and how many different documents were seen."""
    torn, seen = 0, set()
    for _ in range(READS // READERS):
        try:
            number = number_of(json.loads(path.read_bytes()))
        except ValueError:
            number = None
        torn += number is None
        seen.add(number)
    return [torn, len(seen)]


@pytest.mark.parametrize(
    ("name", "save", "number_of"),
    [
        ("sovereign_state_v2.json", _save_states, _state_number),
        (HEALTH_NAME, _save_runs, _health_number),
    ],
    ids=["state", "health"],
)
def test_no_reading_is_torn_while_a_process_saves_without_pause(
    name: str,
    save: Callable[[Path], None],
    number_of: Callable[[dict[str, Any]], int | None],
    fast_path: Path,
    figure: Figure,
) -> None:
    root = Root(fast_path, a_state(a_phase(1, a_job("5.1", "cyclic", description="y" * 5_000))))
    root.do("record", job="5.1", status="failure", duration_ms=1.0)
    writer, told = start(lambda: save(root.folder))
    readers = [start(lambda: _read(root.folder / name, number_of)) for _ in range(READERS)]
    counts = [end(*reader).told for reader in readers]
    os.kill(writer, signal.SIGKILL)
    assert end(writer, told).signal == signal.SIGKILL, "the writer ended before the readers did"
    assert sum(torn for torn, _ in counts) == 0
    assert min(seen for _, seen in counts) > times(3, 100), "the readers saw too few different documents"
    figure("readers during writes", readings=READS, torn=0)
