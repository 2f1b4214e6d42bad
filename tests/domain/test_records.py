"""Whatever is listed becomes an object of JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from moie_tui.domain.condition import Condition
from moie_tui.domain.event import Event
from moie_tui.domain.executions import Execution
from moie_tui.domain.plan import ABSENT, JOB, Effect, OperationRecord
from moie_tui.domain.records import record_of
from moie_tui.domain.snapshot import Snapshot
from moie_tui.domain.state import Job, Phase
from moie_tui.domain.timeline import Moment

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
JOB_11 = Job("1.1", "Task", "pending", verification_cmd="true")


@pytest.mark.parametrize(
    ("thing", "expected"),
    [
        (Snapshot("k3f9", "a.json", 1, NOON), {"id": "k3f9", "taken_at": NOON.isoformat(), "pinned": False}),
        (Event(NOON, "info", "job", "done", {"n": 1}), {"message": "done", "metadata": {"n": 1}}),
        (Execution(NOON, "failure", 12, "boom", 3, "r1"), {"exit_code": 3, "run_id": "r1"}),
        (Phase(1, "One", "active", (JOB_11,)), {"id": 1, "jobs": [{"id": "1.1", "task": "Task"}]}),
        (Moment(NOON, "words"), {"at": NOON.isoformat(), "words": "words", "changes": 1}),
        (Condition("k", "job", "error", "5.1", "late", NOON), {"subject": "5.1", "since": NOON.isoformat()}),
        (
            OperationRecord("a1", "edit", NOON, "me", (Effect(JOB, "1.1", ABSENT, 2),)),
            {"operation": "a1", "effects": [{"kind": "job", "target": "1.1", "before": None, "after": 2}]},
        ),
        ("words", {"text": "words"}),
        ({"span": timedelta(seconds=90), 1: float("inf")}, {"span": 90.0, "1": None}),
    ],
)
def test_it_has_the_contracts_row_or_every_field_and_json_takes_it(
    thing: object, expected: dict[str, object]
) -> None:
    record = json.loads(json.dumps(record_of(thing), allow_nan=False))
    for key, value in expected.items():
        if key == "jobs":
            assert [{name: job[name] for name in ("id", "task")} for job in record[key]] == value
        else:
            assert record[key] == value


def test_a_job_is_said_without_what_the_state_does_not_say() -> None:
    assert set(record_of(JOB_11)) == {"id", "task", "status", "verification_cmd"}
