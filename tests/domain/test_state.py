"""The parser that is the gate of the state document."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.errors import ShapeError
from moie_tui.domain.state import parse_state
from tests.builders import a_job, a_phase, a_state
from tests.strategies import JSON_VALUES, malformed_documents, state_documents


def flaw(document: Any, version: int = 2) -> tuple[str | int, ...]:
    with pytest.raises(ShapeError) as error:
        parse_state(document, version)
    return error.value.path


def test_a_real_shaped_document_is_read_whole() -> None:
    job = a_job(
        "5.1",
        "cyclic",
        command="scan",
        schedule="every 20m",
        timeout_seconds=1.5,
        max_attempts=2,
        paused=True,
    )
    state = parse_state(
        a_state(a_phase(1, a_job("1.1", "completed"), a_job("1.2")), a_phase(5, job), current=5), 2
    )
    assert (state.project, state.operator, state.current_phase, state.mode) == (
        "Project",
        "Operator",
        5,
        "daemon",
    )
    assert (state.last_heartbeat, state.boot_time) == ("2025-12-12T00:00:00.000Z", "2025-12-12T06:00:00")
    assert [(phase.key, phase.completed, len(phase.jobs)) for phase in state.phases] == [
        ("1", 1, 2),
        ("5", 0, 1),
    ]
    found = state.job("5.1")
    assert found is not None
    assert (found.command, found.schedule, found.timeout_seconds) == ("scan", "every 20m", 1.5)
    assert (found.max_attempts, found.paused, found.grace_minutes) == (2, True, None)


@given(st.integers(1, 3).flatmap(lambda version: st.tuples(st.just(version), state_documents(version))))
def test_every_valid_document_is_read_and_unknown_keys_do_not_matter(
    case: tuple[int, dict[str, Any]],
) -> None:
    version, document = case
    state = parse_state(document, version)
    assert [phase.id for phase in state.phases] == [phase["id"] for phase in document["phases"]]
    assert parse_state(document | {"x-other": [1]}, version) == state


@given(malformed_documents() | JSON_VALUES, st.integers(1, 4))
def test_any_other_document_is_a_flaw_with_a_place(document: Any, version: int) -> None:
    try:
        parse_state(document, version)
    except ShapeError as error:
        found = error
    else:
        return
    assert found.what
    value = document
    for step in found.path[:-1]:
        value = value[step]


def test_optional_texts_may_be_null_or_missing() -> None:
    bare = {"id": "1.1", "task": "t", "status": "pending"}
    nulls = bare | dict.fromkeys(
        ["description", "verification_cmd", "command", "schedule", "paused", "max_attempts"]
    )
    head = {"project": "p", "operator": "o", "current_phase": None}
    states = [parse_state({"meta": head, "phases": [a_phase(1, job)]}, 1) for job in (bare, nulls)]
    assert states[0] == states[1]
    assert (states[0].last_heartbeat, states[0].boot_time, states[0].mode) == (None, None, None)


@pytest.mark.parametrize("key", ["project", "operator", "current_phase"])
def test_meta_must_have_its_keys(key: str) -> None:
    document = a_state()
    del document["meta"][key]
    assert flaw(document) == ("meta", key)


@pytest.mark.parametrize("key", ["id", "name", "status", "jobs"])
def test_a_phase_must_have_its_keys(key: str) -> None:
    phase = a_phase(1)
    del phase[key]
    assert flaw(a_state(a_phase(5), phase)) == ("phases", 1, key)


@pytest.mark.parametrize("key", ["id", "task", "status"])
def test_a_job_must_have_its_keys(key: str) -> None:
    job = a_job()
    del job[key]
    assert flaw(a_state(a_phase(1, a_job("1.0"), job))) == ("phases", 0, "jobs", 1, key)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("id", 1.5), ("id", True), ("id", None), ("task", 5), ("status", None), ("description", 5),
        ("verification_cmd", ["true"]), ("command", {}), ("schedule", 20), ("timeout_seconds", -1),
        ("timeout_seconds", "60"), ("grace_minutes", True), ("paused", "yes"), ("paused", 1),
        ("max_attempts", 0),        ("max_attempts", 1.5),
    ],
)  # fmt: skip
def test_a_jobs_value_of_the_wrong_kind_is_named(key: str, value: Any) -> None:
    assert flaw(a_state(a_phase(1, a_job() | {key: value}))) == ("phases", 0, "jobs", 0, key)


@pytest.mark.parametrize("value", [1.5, True, [], {}])
def test_the_current_phase_is_a_number_a_text_or_null(value: Any) -> None:
    assert flaw(a_state(meta={"current_phase": value})) == ("meta", "current_phase")


@pytest.mark.parametrize("value", [None, 2, 4, "3", 3.0, True])
def test_v3_says_its_version_and_it_agrees_with_the_file(value: Any) -> None:
    assert flaw(a_state(version=3) | {"schema_version": value}, 3) == ("schema_version",)


def test_v3_without_its_version_is_a_flaw_and_v2_with_its_own_is_none() -> None:
    assert flaw(a_state(version=2), 3) == ("schema_version",)
    assert flaw(a_state(schema_version=3)) == ("schema_version",)
    assert parse_state(a_state(schema_version=2), 2) == parse_state(a_state(), 2)


@pytest.mark.parametrize("value", [None, [], "x", 5])
def test_objects_and_lists_must_be_such(value: Any) -> None:
    assert flaw(value) == ()
    assert flaw(a_state() | {"meta": value}) == ("meta",)
    assert flaw(a_state() | {"phases": value or {}}) == ("phases",)
    assert flaw(a_state(a_phase(1) | {"jobs": value or {}})) == ("phases", 0, "jobs")


def test_of_duplicate_ids_the_first_is_found() -> None:
    state = parse_state(a_state(a_phase(1, a_job("1", task="a"), a_job(1, task="b")), a_phase("1")), 2)
    assert (job := state.job("1")) is not None
    assert job.task == "a"
    assert state.phase("1") is state.phases[0]
    assert state.job("2") is state.phase("2") is None
