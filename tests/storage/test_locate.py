from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.errors import KeyPath
from moie_tui.storage.locate import line_and_column, locate, walk

TEXT = """{
  "meta": {"project": "moie", "no\\u0074e": "a \\"quoted\\" {brace}"},
  "phases": [
    {"id": 1, "jobs": []},
    {"id": 2, "jobs": [{"id": "2.1"}, null]}
  ],
  "": {"": -1.5e3}
}"""

SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)
DOCUMENTS = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)
INDENTS = st.sampled_from([None, 0, 2, "\t"])


def paths(value: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths(inner, (*path, key))
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from paths(inner, (*path, index))


def offset_of(text: str, line: int, column: int) -> int:
    return sum(len(row) + 1 for row in text.split("\n")[: line - 1]) + column - 1


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), (1, 1)),
        (("meta",), (2, 11)),
        (("meta", "project"), (2, 23)),
        (("meta", "note"), (2, 44)),
        (("phases",), (3, 13)),
        (("phases", 0), (4, 5)),
        (("phases", 1, "id"), (5, 12)),
        (("phases", 1, "jobs", 0, "id"), (5, 31)),
        (("phases", 1, "jobs", 1), (5, 39)),
        (("", ""), (7, 12)),
    ],
)
def test_a_value_is_found_by_its_keys(path: KeyPath, place: tuple[int, int]) -> None:
    assert locate(TEXT, path) == place


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("gone",), (1, 1)),
        (("meta", "gone", "deeper"), (2, 11)),
        (("meta", "project", "deeper"), (2, 23)),
        (("phases", 2), (3, 13)),
        (("phases", "1"), (3, 13)),
        (("phases", 0, "jobs", 0, "id"), (4, 23)),
        (("phases", 1, "jobs", 0, "task"), (5, 24)),
    ],
)
def test_a_missing_value_is_placed_at_what_should_hold_it(path: KeyPath, place: tuple[int, int]) -> None:
    assert locate(TEXT, path) == place


@given(DOCUMENTS, INDENTS, st.booleans())
def test_every_value_of_any_document_is_found(document: Any, indent: Any, ascii_only: bool) -> None:
    text = "\n " + json.dumps(document, indent=indent, ensure_ascii=ascii_only)
    for path, value in paths(document):
        offset = offset_of(text, *locate(text, path))
        assert json.JSONDecoder().raw_decode(text, offset)[0] == value
        if isinstance(value, dict | list):
            missing = len(value) if isinstance(value, list) else "".join(value) + "x"
            assert locate(text, (*path, missing)) == line_and_column(text, offset)


@given(DOCUMENTS, INDENTS)
def test_the_walk_sees_each_value_once_in_document_order(document: Any, indent: Any) -> None:
    text = json.dumps(document, indent=indent)
    assert [tuple(place.keys) for place in walk(text)] == [path for path, _ in paths(document)]


@given(st.text(alphabet='{}[]:,"\\ \n1aé') | st.text(), st.lists(st.text() | st.integers()))
def test_no_text_at_all_makes_it_fail(text: str, path: list[str | int]) -> None:
    line, column = locate(text, tuple(path))
    assert line >= 1
    assert column >= 1


def test_depth_and_length_do_not_hurt() -> None:
    deep = "[" * 100_000
    assert locate(deep, (0,) * 5) == (1, 6)
    assert locate('{"a": "' + "\\\\" * 200_000, ("a",)) == (1, 1)
