"""What `moie history` makes of the runs of a job."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.builders import a_health, a_job, a_phase, a_state, an_execution
from tests.cli.conftest import Moie
from tests.roots import Root


def _record(root: Root, *runs: dict[str, Any]) -> None:
    (root.folder / "cyclic_job_health.json").write_text(json.dumps({"5.1": a_health(*runs)}))


def _with_two_gaps(root: Root, *, silent: timedelta = timedelta()) -> list[datetime]:
    """75 runs 20 minutes apart with a gap of 21 hours and one of 4, the last one `silent` ago."""
    spans = [timedelta(hours={30: 21, 60: 4}.get(n, 0)) or timedelta(minutes=20) for n in range(1, 75)]
    moments = [datetime.now(UTC).replace(microsecond=0) - silent - sum(spans, timedelta())]
    for span in spans:
        moments.append(moments[-1] + span)
    statuses = ["failure" if n == 60 else "success" for n in range(75)]
    errors = ["HTTP 503" if n == 60 else None for n in range(75)]
    _record(
        root,
        *(
            an_execution(at.isoformat(), status, error=error, duration_ms=1000 + n)
            for n, (at, status, error) in enumerate(zip(moments, statuses, errors, strict=True))
        ),
    )
    return moments


def test_two_gaps_of_a_history_are_told_with_when_it_recovered(moie: Moie, root: Root) -> None:
    moments = _with_two_gaps(root)
    shown = moie("history", "5.1", "--json").json
    assert [
        (gap["start"], gap["end"], gap["late_seconds"], gap["recovered_at"]) for gap in shown["gaps"]
    ] == [
        (moments[29].isoformat(), moments[30].isoformat(), 20 * 3600, moments[30].isoformat()),
        (moments[59].isoformat(), moments[60].isoformat(), 3 * 3600, moments[61].isoformat()),
    ]
    assert (shown["p50_ms"], shown["p95_ms"], shown["flips"]) == (1037, 1071, 2)
    assert shown["suggested_schedule"] == "every 20m"
    assert shown["signatures"][0]["last_good"] == moments[59].isoformat()
    lines = moie("history", "5.1").out.splitlines()
    (younger, older) = (line for line in lines if line.startswith("silent "))
    assert younger.startswith("silent 4h from ")
    assert ", late by 3h, recovered " in younger
    assert older.startswith("silent 21h from ")
    assert ", late by 20h, recovered " in older
    assert any(line.startswith("p50 1.0s · p95 1.1s · 2 flips · good since ") for line in lines)
    assert any('jobs: {"5.1": {schedule: "every 20m"}}' in line for line in lines)
    assert "first " in lines[-1]
    assert "good before " in lines[-1]


def test_a_silence_that_lasts_is_told_as_one(moie: Moie, root: Root) -> None:
    _with_two_gaps(root, silent=timedelta(hours=5))
    assert moie("history", "5.1", "--json").json["gaps"][-1]["end"] is None
    first = next(line for line in moie("history", "5.1").out.splitlines() if line.startswith("silent "))
    assert first.startswith("silent 5h since ")
    assert ", late by 4h" in first


def test_no_schedule_is_suggested_where_one_is_set(moie: Moie, root: Root) -> None:
    _with_two_gaps(root)
    (root.folder / "config.yaml").write_text("jobs: {'5.1': {schedule: every 30m}}")
    assert moie("history", "5.1", "--json").json["suggested_schedule"] is None
    root.write(a_state(a_phase(1, a_job("5.1", "cyclic", schedule="nonsense"))))
    shown = moie("history", "5.1", "--json").json
    assert (shown["suggested_schedule"], shown["gaps"]) == (None, [])


def test_a_job_that_never_succeeded_says_so(moie: Moie, root: Root) -> None:
    _record(root, *(an_execution(f"2026-01-01T0{n}:00:00Z", "failure", error="gone") for n in range(3)))
    out = moie("history", "5.1").out
    assert "0 flips · failing since " in out
    assert " or longer (3 in a row)" in out
    assert "no good one before" in out
