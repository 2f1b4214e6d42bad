"""The schemas explain exactly what the parsers reject."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from moie_tui.domain.errors import Flaw, ShapeError
from moie_tui.domain.executions import parse_health
from moie_tui.domain.state import parse_state
from moie_tui.storage import explain as module
from moie_tui.storage.explain import explain, schema
from tests.builders import a_health, a_job, a_phase, a_state, an_execution
from tests.strategies import JSON_VALUES, malformed_documents, state_documents

SCHEMAS = sorted(path.stem for path in Path(module.__file__).with_name("schemas").glob("*.json"))
ODD = st.sampled_from([None, True, False, 0, 1, 3, -1, 5.0, -0.5, 3.0, "", "x", [], {}, [{}], 10**30])
KNOWN = {
    "id", "name", "status", "jobs", "task", "description", "paused", "max_attempts", "timeout_seconds",
    "grace_minutes", "meta", "phases", "schema_version", "project", "operator", "current_phase",
    "last_heartbeat", "executions", "duration_ms", "total_runs", "total_failures",
}  # fmt: skip


def holders(value: object) -> list[Any]:
    """Every object and list of a document, itself first."""
    if not isinstance(value, dict | list):
        return []
    inner = value.values() if isinstance(value, dict) else value
    return [value, *(one for part in inner for one in holders(part))]


@st.composite
def mutated(draw: st.DrawFn, documents: st.SearchStrategy[Any]) -> Any:
    """A valid document with up to three values removed, replaced or added."""
    document = deepcopy(draw(documents))
    for _ in range(draw(st.integers(0, 3))):
        places = [one for one in holders(document) if one]
        if not places:
            break
        place = draw(st.sampled_from(places))
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = draw(st.sampled_from(keys))
        if draw(st.booleans()):
            place[key] = deepcopy(draw(ODD | JSON_VALUES))
        elif draw(st.booleans()) or isinstance(place, list):
            del place[key]
        else:
            place[draw(st.sampled_from(sorted(KNOWN)))] = deepcopy(draw(ODD))
    return document


EXECUTIONS = st.builds(
    an_execution,
    st.sampled_from(["2025-12-12T06:00:00", "soon"]),
    st.sampled_from(["success", "failure"]),
    duration_ms=st.none() | st.integers(0, 10**20) | st.floats(0, 1e300),
)
HEALTHS = st.dictionaries(
    st.text(max_size=4), st.lists(EXECUTIONS, max_size=3).map(lambda runs: a_health(*runs)), max_size=3
)


def parsers_flaw(parse: Any, *arguments: object) -> ShapeError | None:
    try:
        parse(*arguments)
    except ShapeError as error:
        return error
    return None


def assert_agreement(flaw: ShapeError | None, explained: list[Flaw]) -> None:
    assert bool(explained) == (flaw is not None), (flaw, explained)
    if flaw is not None:
        assert flaw.path in [one.path for one in explained]


@pytest.mark.parametrize("version", [1, 2, 3])
def test_state_parser_and_schema_accept_the_same_documents(version: int) -> None:
    @given(mutated(state_documents(version)) | malformed_documents() | JSON_VALUES)
    def check(document: object) -> None:
        assert_agreement(parsers_flaw(parse_state, document, version), explain(document, f"state.v{version}"))

    check()


@given(mutated(HEALTHS) | JSON_VALUES)
def test_health_parser_and_schema_accept_the_same_documents(document: object) -> None:
    assert_agreement(parsers_flaw(parse_health, document, None), explain(document, "health"))


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_schema_is_one_and_has_words_for_editors(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))
    assert {"title", "description"} <= schema(name).keys()


def test_every_flaw_is_told_in_our_own_words() -> None:
    job = {**a_job(), "paused": "no", "max_attempts": 0, "id": 1.0}
    del job["task"]
    document = a_state(a_phase(1, job), {"id": 2})
    found = {".".join(map(str, flaw.path)): flaw.what for flaw in explain(document, "state.v2")}
    assert found == {
        "phases.0.jobs.0.task": "is missing",
        "phases.0.jobs.0.id": "must be a whole number or text",
        "phases.0.jobs.0.paused": "must be true or false or null",
        "phases.0.jobs.0.max_attempts": "must be at least 1",
        "phases.1.name": "is missing",
        "phases.1.status": "is missing",
        "phases.1.jobs": "is missing",
    }


def test_a_document_of_another_version_is_told() -> None:
    assert [flaw.what for flaw in explain(a_state(version=3), "state.v2")] == ["must be 2"]
    assert [flaw.path for flaw in explain(a_state(version=2), "state.v3")] == [("schema_version",)]
