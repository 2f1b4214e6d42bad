"""The text of members, and what is written around it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.errors import InvalidDocument
from moie_tui.storage.members import as_we_indent, members
from moie_tui.storage.strict_json import dump, parse

LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)
OBJECTS = st.dictionaries(st.text(), VALUES, max_size=5)
INDENTS = st.sampled_from([None, 0, 1, 2, 4])
FRAGMENTS = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    " ",
    "\n",
    '"a"',
    '"b"',
    "1",
    "-",
    "null",
    '{"a": 1}',
    "NaN",
    "\ufeff",
]


@given(OBJECTS, INDENTS, st.booleans())
def test_members_are_those_of_the_parsed_document(
    raw: dict[str, object], indent: int | None, ascii: bool
) -> None:
    data = json.dumps(raw, indent=indent, ensure_ascii=ascii).encode("utf-8", "surrogatepass")
    found = members(data)
    try:
        parsed = parse(data, "x")
    except InvalidDocument:
        assert found is None
        return
    assert found is not None
    values, texts = found
    assert values == parsed
    assert [*values] == [*texts] == [*raw]
    assert all(json.loads(text) == values[key] for key, text in texts.items())


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join))
def test_what_parse_refuses_has_no_members(text: str) -> None:
    data = text.encode()
    found = members(data)
    try:
        parsed = parse(data, "x")
    except InvalidDocument:
        assert found is None
    else:
        assert found is None if not isinstance(parsed, dict) else found is not None and found[0] == parsed


@given(OBJECTS, OBJECTS, INDENTS)
def test_a_document_written_around_what_it_had_is_the_same_document(
    old: dict[str, object], changes: dict[str, object], indent: int | None
) -> None:
    data = json.dumps(old, indent=indent).encode()
    found = members(data)
    assert found is not None
    raw, texts = found
    new = {**raw, **changes}
    kept = {key: text for key, text in texts.items() if new[key] is raw[key] and as_we_indent(text)}
    assert parse(dump(new, kept), "x") == parse(dump(new), "x")


def test_our_own_writing_is_the_same_byte_for_byte() -> None:
    raw = {"1.1": {"executions": [{"error": "é ☂"}], "total_runs": 1}, "1.2": {"total_runs": 2}, "1.3": {}}
    found = members(dump(raw))
    assert found is not None
    kept = {key: text for key, text in found[1].items() if as_we_indent(text)}
    assert [*kept] == ["1.1", "1.2"]
    assert dump(raw, kept) == dump(raw)


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"1", b"{", b'{"a": 1,}', b'{"a": 1} x', b'{"a": 1, "a": 2}', b"{1: 2}"]
)
def test_no_object_has_no_members(data: bytes) -> None:
    assert members(data) is None
