"""Every step between versions, and the ways back."""

from __future__ import annotations

import copy
import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.errors import ShapeError, UsageError
from moie_tui.domain.migrations import migrate
from moie_tui.domain.state import parse_state
from tests.builders import a_job, a_phase, a_state
from tests.strategies import TIMES, state_documents

BERLIN = ZoneInfo("Europe/Berlin")
BOOT = "2026-11-22T16:00:00"
WAYS = [(1, 2), (2, 1), (2, 3), (3, 2), (1, 3), (3, 1)]

Document = dict[str, Any]
MOVES = st.sampled_from(WAYS).flatmap(
    lambda way: st.tuples(st.just(way[0]), st.just(way[1]), state_documents(way[0]))
)


def moved(
    document: Document, version: int, target: int, stash: Document | None = None
) -> tuple[Document, Document]:
    kept = None if stash is None else json.loads(json.dumps(stash))
    return migrate(document, version, target, boot_time=BOOT, zone=BERLIN, stash=kept)


def spelled(document: Document) -> str:
    """With the order of the keys, which == does not see."""
    return json.dumps(document)


@given(MOVES)
def test_there_and_back_gives_what_was_there(move: tuple[int, int, Document]) -> None:
    version, target, document = move
    untouched = copy.deepcopy(document)
    there, stash = moved(document, version, target)
    parse_state(there, target)
    back, _ = moved(there, target, version, stash)
    assert spelled(back) == spelled(document) == spelled(untouched)


@given(state_documents(1))
def test_a_walk_through_all_versions_and_back_twice_changes_nothing(document: Document) -> None:
    here, stash, seen = document, {}, {1: document}
    for version, target in [(1, 2), (2, 3), (3, 2), (2, 1), (1, 3), (3, 1), (1, 2), (2, 1)]:
        here, stash = moved(here, version, target, stash)
        assert spelled(here) == spelled(seen.setdefault(target, here))


@given(MOVES)
def test_unknown_keys_and_jobs_survive_without_a_stash_too(move: tuple[int, int, Document]) -> None:
    version, target, document = move
    there, _ = moved(document, version, target)
    assert there["phases"] == document["phases"]
    unknown = {key: value for key, value in document.items() if key.startswith("x-")}
    assert {key: value for key, value in there.items() if key.startswith("x-")} == unknown
    unknown = {key: value for key, value in document["meta"].items() if key.startswith("x-")}
    assert {key: value for key, value in there["meta"].items() if key.startswith("x-")} == unknown


@given(st.integers(1, 3).flatmap(lambda version: st.tuples(st.just(version), state_documents(version))))
def test_to_its_own_version_nothing_changes(case: tuple[int, Document]) -> None:
    version, document = case
    assert moved(document, version, version) == (document, {})


def test_v2_gains_a_boot_time_and_a_mode() -> None:
    there, _ = moved(a_state(version=1), 1, 2)
    assert there["meta"]["boot_time"] == BOOT
    assert there["meta"]["mode"] == "daemon"
    assert "schema_version" not in there


def test_what_v1_already_has_of_v2_is_left_as_it_is() -> None:
    document = a_state(version=1, meta={"boot_time": None, "mode": "manual"}, schema_version=1)
    there, stash = moved(document, 1, 2)
    assert (there["meta"]["boot_time"], there["meta"]["mode"]) == (None, "manual")
    assert there["schema_version"] == 2
    assert moved(there, 2, 1, stash)[0] == document


def test_v3_says_its_version_first_and_its_times_in_utc() -> None:
    there, _ = moved(a_state(version=2), 2, 3)
    assert next(iter(there.items())) == ("schema_version", 3)
    assert there["meta"]["boot_time"] == "2025-12-12T05:00:00+00:00"
    assert there["meta"]["last_heartbeat"] == "2025-12-12T00:00:00.000+00:00"


def test_cyclic_jobs_stay_in_v1_where_any_status_is_valid() -> None:
    document = a_state(a_phase(1, a_job("1.1", "cyclic")))
    assert moved(document, 2, 1)[0]["phases"] == document["phases"]


@pytest.mark.parametrize("time", [None, "soon", ""])
def test_what_tells_no_time_is_not_rewritten(time: str | None) -> None:
    there, _ = moved(a_state(meta={"last_heartbeat": time}), 2, 3)
    assert there["meta"]["last_heartbeat"] == time


def test_a_heartbeat_since_the_way_up_comes_down_in_the_old_style() -> None:
    there, stash = moved(a_state(meta={"last_heartbeat": "2025-12-12T06:00:00"}), 2, 3)
    there["meta"]["last_heartbeat"] = "2026-07-01T10:00:00.123456+00:00"
    back, _ = moved(there, 3, 2, stash)
    assert back["meta"]["last_heartbeat"] == "2026-07-01T12:00:00"
    assert back["meta"]["boot_time"] == "2025-12-12T06:00:00"


def test_a_heartbeat_since_the_way_down_goes_up_in_utc_again() -> None:
    document = a_state(version=3, meta={"boot_time": "soon", "last_heartbeat": "2025-12-12T00:00:00Z"})
    there, stash = moved(document, 3, 2)
    there["meta"]["last_heartbeat"] = "2026-07-01T12:00:00"
    back, _ = moved(there, 2, 3, stash)
    assert back["meta"] == document["meta"] | {"last_heartbeat": "2026-07-01T10:00:00+00:00"}


@given(TIMES, TIMES)
def test_a_later_heartbeat_of_any_style_never_stops_the_way_down(first: str, later: str) -> None:
    there, stash = moved(a_state(meta={"last_heartbeat": first}), 2, 3)
    there["meta"]["last_heartbeat"] = later
    back, _ = moved(there, 3, 1, stash)
    assert isinstance(back["meta"]["last_heartbeat"], str)


def test_a_document_that_is_not_of_its_version_is_not_migrated() -> None:
    with pytest.raises(ShapeError, match="schema_version"):
        moved(a_state(version=2), 3, 2)
    with pytest.raises(ShapeError, match="phases"):
        moved({"meta": a_state()["meta"]}, 2, 3)


@pytest.mark.parametrize("target", [0, -1, 4])
def test_there_is_no_way_to_an_unknown_version(target: int) -> None:
    with pytest.raises(UsageError, match="no schema version"):
        moved(a_state(), 2, target)


@pytest.mark.parametrize("broken", [[], {"values": [{}]}, {"values": 5}, {"values": [None]}])
def test_a_broken_stash_is_a_typed_error(broken: Any) -> None:
    there, _ = moved(a_state(), 2, 3)
    with pytest.raises(ShapeError, match="stash"):
        moved(there, 3, 2, {"2>3": broken})
