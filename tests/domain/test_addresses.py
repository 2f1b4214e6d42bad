"""Values by path, through lists walked by id."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.addresses import by_id, id_of, lookup, placed, put
from moie_tui.domain.ids import natural_key
from moie_tui.domain.plan import ABSENT
from tests.builders import a_job, a_phase, a_state
from tests.strategies import JSON_VALUES

STATE = a_state(a_phase(1, a_job("1.1"), a_job("1.2")), a_phase("5"))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("meta", "mode"), "daemon"),
        (("phases", "5", "name"), "Phase 5"),
        (("phases", "1", "jobs", "1.2", "task"), "Task 1.2"),
        (("phases", "@order"), ["1", "5"]),
        (("phases", "1", "jobs", "@order"), ["1.1", "1.2"]),
        (("phases", "2"), ABSENT),
        (("phases", "2", "jobs", "2.1"), ABSENT),
        (("meta", "mode", "deeper"), ABSENT),
        (("nothing",), ABSENT),
    ],
)
def test_a_value_is_found_by_its_path(path: tuple[str, ...], expected: object) -> None:
    assert lookup(STATE, path) == expected


@pytest.mark.parametrize(
    "path", [("meta", "mode"), ("new",), ("phases", "1", "jobs", "1.2", "status"), ("phases", "5", "new")]
)
def test_what_was_put_is_found_and_the_old_document_is_as_it_was(path: tuple[str, ...]) -> None:
    before = copy.deepcopy(STATE)
    changed = put(STATE, path, "x")
    assert lookup(changed, path) == "x"
    assert lookup(put(changed, path, ABSENT), path) is ABSENT
    assert before == STATE


@pytest.mark.parametrize(
    "path",
    [("phases", "9", "status"), ("nothing", "x"), ("meta", "mode", "x"), ("phases", "1", "jobs", "9", "x")],
)
def test_where_there_is_no_way_nothing_is_put(path: tuple[str, ...]) -> None:
    assert put(STATE, path, "x") == STATE


def test_a_new_item_goes_to_its_natural_place_among_ordered_ones_and_else_to_the_end() -> None:
    assert placed(["1.1", "1.9"], ["1.10", "1.2"]) == ["1.1", "1.2", "1.9", "1.10"]
    assert placed(["1.9", "1.1"], ["1.2"]) == ["1.9", "1.1", "1.2"]
    assert [job["id"] for job in put(STATE, ("phases", "3"), a_phase(3))["phases"]] == [1, 3, "5"]


@given(
    st.lists(st.text(alphabet="019.a", max_size=4), unique=True),
    st.lists(st.text(alphabet="019.a", max_size=4)),
)
def test_placing_keeps_what_was_there_in_its_order(ids: list[str], more: list[str]) -> None:
    new = [one for one in dict.fromkeys(more) if one not in ids]
    result = placed(ids, new)
    assert [one for one in result if one in ids] == ids
    assert sorted(result) == sorted(ids + new)
    if ids == sorted(ids, key=natural_key):
        assert result == sorted(result, key=natural_key)


@pytest.mark.parametrize("item", [None, 5, {}, {"id": None}, {"id": True}, {"id": 1.5}, {"id": []}])
def test_an_item_without_an_id_has_none(item: object) -> None:
    assert id_of(item) is None
    assert by_id([item]) is None


@pytest.mark.parametrize("items", [None, {}, [{"id": 1}, {"id": "1"}], [{"id": "@order"}]])
def test_items_that_can_not_be_told_apart_are_no_list_by_id(items: object) -> None:
    assert by_id(items) is None


@given(JSON_VALUES, st.lists(st.text(max_size=2), min_size=1, max_size=3), JSON_VALUES)
def test_any_path_into_any_value_is_safe(value: object, path: list[str], new: object) -> None:
    changed = put(value, tuple(path), new)
    found = lookup(changed, tuple(path))
    assert found is ABSENT or found == new or changed == value
