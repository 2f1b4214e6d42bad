from __future__ import annotations

import os
from pathlib import Path

import pytest

from moie_tui.storage import operation_log
from moie_tui.storage.operation_log import OperationLog
from moie_tui.values.digest import sha256_of
from tests.storage.copies import NOON, ORIGIN

NAME = "cyclic_job_health.json"
SIZE = 1000


def do(root: Path, at: int, *, scheduled: bool) -> str:
    """One operation that found a file of its own content; its id."""
    log, data = OperationLog(root), f"{at}".encode().ljust(SIZE)
    identity = log.begin("record", NOON, ORIGIN, scheduled, [], {NAME: data})
    log.end(identity, "done", "", [], {NAME: sha256_of(b"")})
    return identity


def exact(root: Path) -> list[int]:
    """Which operations, by number, still have their bytes."""
    numbered = ((at, sha256_of(f"{at}".encode().ljust(SIZE))) for at in range(100))
    return [at for at, sha256 in numbered if OperationLog(root).old_bytes(sha256) is not None]


@pytest.fixture(autouse=True)
def room_for_fifteen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operation_log, "KEPT_BYTES", 15 * SIZE)
    monkeypatch.setattr(operation_log, "ALWAYS_EXACT", 5)


def test_the_oldest_operations_lose_their_bytes_first(tmp_path: Path) -> None:
    for at in range(41):
        do(tmp_path, at, scheduled=False)
    assert exact(tmp_path) == list(range(25, 41))
    assert len(OperationLog(tmp_path).all()) == 41


def test_what_people_did_last_keeps_its_bytes_however_much_cron_does(tmp_path: Path) -> None:
    for at in range(7):
        do(tmp_path, at, scheduled=False)
    for at in range(7, 61):
        do(tmp_path, at, scheduled=True)
    assert exact(tmp_path) == [*range(2, 7), *range(50, 61)]


def test_what_fits_is_left_alone(tmp_path: Path) -> None:
    for at in range(15):
        do(tmp_path, at, scheduled=True)
    assert exact(tmp_path) == list(range(15))
    assert len(os.listdir(tmp_path / ".moie" / "old")) == 15
