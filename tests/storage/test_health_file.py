"""The health document: one execution more, in the style of what is there, and nothing else changed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from moie_tui.domain.errors import InvalidDocument, Refused, UsageError
from moie_tui.storage.health_file import HEALTH_NAME, HealthFile
from moie_tui.storage.strict_json import dump
from tests.builders import a_health, an_execution
from tests.storage.child import start

NOON = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def lay(root: Path, document: object) -> HealthFile:
    (root / HEALTH_NAME).write_bytes(dump(document))
    return HealthFile(root)


def raw(root: Path) -> dict[str, Any]:
    return json.loads((root / HEALTH_NAME).read_bytes())  # type: ignore[no-any-return]


def record(health: HealthFile, job: str = "5.1", status: str = "success", **more: Any) -> None:
    options: dict[str, Any] = {"at": NOON, "zone": BERLIN, "version": 2} | more
    error = options.pop("error", None)
    health.record(job, status, options.pop("duration_ms", 120), error, **options)


def test_a_missing_document_is_empty_and_made_by_the_first_record(tmp_path: Path) -> None:
    health = HealthFile(tmp_path)
    assert health.read(BERLIN) == {}
    record(health, status="failure", error="timed out", extra={"run_id": "r1", "exit_code": 2})
    run = {"timestamp": "2026-11-22T13:00:00", "status": "failure", "duration_ms": 120, "error": "timed out"}
    assert raw(tmp_path) == {
        "5.1": {
            "executions": [{**run, "run_id": "r1", "exit_code": 2}],
            "total_runs": 1,
            "total_failures": 1,
            "last_execution": "2026-11-22T13:00:00",
        }
    }


def test_times_without_an_example_are_utc_from_version_3_on(tmp_path: Path) -> None:
    record(HealthFile(tmp_path), version=3)
    assert raw(tmp_path)["5.1"]["last_execution"] == "2026-11-22T12:00:00.123456+00:00"


@pytest.mark.parametrize(
    ("sample", "written"),
    [
        ("2026-11-22T10:00:00.000Z", "2026-11-22T12:00:00.123Z"),
        ("2026-11-22T10:00:00.654321", "2026-11-22T13:00:00.123456"),
        ("2026-11-22 10:00", "2026-11-22 13:00"),
        ("2026-11-22T10:00:00+05:30", "2026-11-22T17:30:00+05:30"),
        ("whenever", "2026-11-22T13:00:00"),
    ],
)
@pytest.mark.parametrize("owner", ["5.1", "another job"])
def test_the_style_of_times_is_imitated(tmp_path: Path, owner: str, sample: str, written: str) -> None:
    health = lay(tmp_path, {owner: a_health(an_execution(sample))})
    record(health)
    job = raw(tmp_path)["5.1"]
    assert (job["executions"][-1]["timestamp"], job["last_execution"]) == (written, written)


def test_unknown_keys_and_other_jobs_stay_as_they_are(tmp_path: Path) -> None:
    old = an_execution("2026-11-22T10:00:00", note="ü", cost=1.5)
    before = {"x": {"mine": [1]}, "5.1": a_health(old, owner="me"), "y": a_health()}
    health = lay(tmp_path, before)
    record(health)
    after = raw(tmp_path)
    assert list(after) == ["x", "5.1", "y"]
    assert (after["x"], after["y"], after["5.1"]["owner"]) == (before["x"], before["y"], "me")
    assert after["5.1"]["executions"][0] == old


def test_the_newest_100_stay_and_totals_go_on(tmp_path: Path) -> None:
    runs = [an_execution("2026-11-22T10:00:00", duration_ms=n) for n in range(100)]
    health = lay(tmp_path, {"5.1": a_health(*runs, total_runs=5000, total_failures=7)})
    record(health, status="failure", duration_ms=999)
    job = raw(tmp_path)["5.1"]
    assert [run["duration_ms"] for run in job["executions"]] == [*range(1, 100), 999]
    assert (job["total_runs"], job["total_failures"]) == (5001, 8)


def test_missing_totals_start_from_the_list(tmp_path: Path) -> None:
    runs = [an_execution("2026-11-22T10:00:00", status) for status in ("failure", "success", "failure")]
    health = lay(tmp_path, {"5.1": {"executions": runs}})
    record(health)
    assert (raw(tmp_path)["5.1"]["total_runs"], raw(tmp_path)["5.1"]["total_failures"]) == (4, 2)


@pytest.mark.parametrize("data", [b"", b"[]", b'{"5.1": {"executions": 3}}', b'{"a": 1, "a": 2}'])
def test_an_invalid_document_is_never_overwritten(tmp_path: Path, data: bytes) -> None:
    (tmp_path / HEALTH_NAME).write_bytes(data)
    health = HealthFile(tmp_path)
    for act in (lambda: health.read(None), lambda: record(health)):
        with pytest.raises(InvalidDocument) as error:
            act()
        assert (error.value.exit_code, error.value.path) == (3, HEALTH_NAME)
    assert (tmp_path / HEALTH_NAME).read_bytes() == data


def test_a_flaw_is_told_with_its_line(tmp_path: Path) -> None:
    health = lay(tmp_path, {"5.1": a_health(an_execution("2026-11-22T10:00:00", "fine"))})
    with pytest.raises(InvalidDocument, match="must be") as error:
        health.read(None)
    assert (error.value.line_number, error.value.key) == (6, "5.1.executions.0.status")


@pytest.mark.parametrize(("status", "duration"), [("ok", 1), ("success", -1), ("success", float("nan"))])
def test_nonsense_is_not_recorded(tmp_path: Path, status: str, duration: float) -> None:
    with pytest.raises(UsageError):
        record(HealthFile(tmp_path), status=status, duration_ms=duration)
    assert not (tmp_path / HEALTH_NAME).exists()


def test_the_bytes_to_be_replaced_are_told_before_the_write(tmp_path: Path) -> None:
    told: list[bytes | None] = []
    health = HealthFile(tmp_path)
    record(health, before_write=told.append)
    first = (tmp_path / HEALTH_NAME).read_bytes()

    def meddle(data: bytes | None) -> None:
        told.append(data)
        if len(told) == 2:
            (tmp_path / HEALTH_NAME).write_bytes(dump({**raw(tmp_path), "foreign": a_health()}))

    record(health, before_write=meddle)
    assert told[:2] == [None, first]
    assert len(told) == 3
    assert (list(raw(tmp_path)), raw(tmp_path)["5.1"]["total_runs"]) == (["5.1", "foreign"], 2)


def test_an_execution_can_be_forgotten_again(tmp_path: Path) -> None:
    before = {"5.1": a_health(an_execution("2026-11-22T10:00:00Z", "failure")), "other": a_health()}
    health = lay(tmp_path, before)
    record(health, status="failure")
    record(health, "new")
    health.forget("5.1", NOON, BERLIN)
    health.forget("new", NOON, BERLIN)
    assert raw(tmp_path) == before
    with pytest.raises(Refused, match="is gone"):
        health.forget("5.1", NOON, BERLIN)


@pytest.mark.long
def test_records_of_many_processes_are_all_kept(tmp_path: Path) -> None:
    writer = """
        import sys
        from datetime import UTC, datetime
        from pathlib import Path
        from moie_tui.storage.health_file import HealthFile
        health, at = HealthFile(Path(sys.argv[1])), datetime.now(UTC)
        for n in range(25):
            health.record(sys.argv[2], "success", n, None, at=at, zone=UTC, version=2)
            health.record("shared", "failure", n, None, at=at, zone=UTC, version=2)
    """
    writers = [start(writer, tmp_path, f"job {n}") for n in range(4)]
    for process in writers:
        process.communicate(timeout=60)
    totals = {job: one.total_runs for job, one in HealthFile(tmp_path).read(UTC).items()}
    assert totals == {**{f"job {n}": 25 for n in range(4)}, "shared": 100}
