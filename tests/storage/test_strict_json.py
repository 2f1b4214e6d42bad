from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.errors import InvalidDocument, OperationFailed
from moie_tui.storage.strict_json import MAX_DIGITS, dump, invalid_at, parse
from tests.storage.test_locate import DOCUMENTS, INDENTS

ROOTLIKE = {
    "meta": {"project": "moïe 😀", "current_phase": 1, "ratio": -1.5e-3},
    "phases": [{"id": 1, "jobs": [{"id": "1.1", "task": 'say "hi"\n\t\\', "status": None, "paused": True}]}],
}


def refused(data: bytes) -> InvalidDocument:
    with pytest.raises(InvalidDocument) as caught:
        parse(data, "state.json")
    return caught.value


def test_a_sound_document_is_read_with_its_key_order() -> None:
    found = parse(b'{"b": 1, "a": [1.5, null, "\\u00e9\xc3\xa9"]}', "state.json")
    assert isinstance(found, dict)
    assert list(found.items()) == [("b", 1), ("a", [1.5, None, "éé"])]


@pytest.mark.parametrize(
    ("data", "line", "column", "key", "what"),
    [
        (b'{"a": [1,\n  NaN]}', 2, 3, "a.1", "NaN is no JSON number"),
        (b'{"a": Infinity}', 1, 7, "a", "Infinity is no JSON number"),
        (b'{"a": {"b": -Infinity}}', 1, 13, "a.b", "-Infinity is no JSON number"),
        (b'["NaN", 1e999]', 1, 9, "1", "is too large a number"),
        (b'[{"x": 1}, -1E+400, {"y": 2}]', 1, 12, "1", "is too large a number"),
        (b'{"a": 1,\n "b": 2,\n "a": 3}', 3, 2, "a", "has this key twice"),
        (b'{"a": {"b": 1}, "c": [{"d": 1, "\\u0064": 2}]}', 1, 32, "c.0.d", "has this key twice"),
        (b"[1, " + b"9" * (MAX_DIGITS + 1) + b"]", 1, 5, "1", "has more than 400 digits"),
        (b"[-" + b"9" * 5000 + b"]", 1, 2, "0", "has more than 400 digits"),
        (b"\xef\xbb\xbf{}", 1, 1, "", "begins with a byte order mark"),
        (b'{"a":\n "\xc3\xa9\xff"}', 2, 4, "", "is not UTF-8: byte 0xff"),
        ('{"a": 1}'.encode("utf-16"), 1, 1, "", "is not UTF-8: byte 0xff"),
        (b"", 1, 1, "", "is empty"),
        (b" \n", 2, 1, "", "is empty"),
        (b'{"a": 1,\n "b" 2}', 2, 6, "", "is not JSON: expecting ':' delimiter"),
        (b'{"a": [1, 2', 1, 12, "", "ends in the middle: expecting ',' delimiter"),
        (b'{"a": "text', 1, 7, "", "ends in the middle: unterminated string"),
        (b'{"a": 1} x', 1, 10, "", "is not JSON: extra data"),
        (b'["\x01"]', 1, 3, "", "is not JSON: invalid control character"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    data: bytes, line: int, column: int, key: str, what: str
) -> None:
    error = refused(data)
    assert (error.line_number, error.column, error.key, error.what) == (line, column, key, what)
    assert error.path == "state.json"
    assert error.fix
    assert error.line().startswith(f"state.json:{line}:{column}")


def test_the_same_key_in_different_objects_is_no_flaw() -> None:
    assert parse(b'{"a": {"a": {"a": 1}}, "b": [{"a": 1}, {"a": 1}]}', "x") is not None


def test_numbers_up_to_the_limits_are_exact() -> None:
    digits = "9" * MAX_DIGITS
    assert parse(f"[{digits}, -{digits}, 1.7976931348623157e308]".encode(), "x") == [
        int(digits),
        -int(digits),
        1.7976931348623157e308,
    ]


@pytest.mark.long
@pytest.mark.parametrize(
    "data",
    [b"[" * 100_000, b"[" * 100_000 + b"]" * 100_000, b'{"a":' * 100_000 + b"1"],
    ids=["open lists", "lists", "open objects"],
)
def test_endless_nesting_is_refused_with_its_place(data: bytes) -> None:
    error = refused(data)
    assert "nested too deeply" in error.what
    assert error.line_number == 1
    assert error.column > 1000


def test_a_document_cut_at_any_byte_is_an_invalid_document_with_its_place() -> None:
    data = dump(ROOTLIKE)
    for length in range(len(data)):
        error = refused(data[:length])
        assert error.line_number >= 1
        assert error.column >= 1
    assert parse(data, "x") == ROOTLIKE


@given(st.integers(0, 10_000), st.binary(max_size=4))
def test_a_document_with_any_bytes_changed_is_read_or_refused_with_its_place(at: int, junk: bytes) -> None:
    data = dump(ROOTLIKE)
    at %= len(data)
    try:
        parse(data[:at] + junk + data[at + len(junk) :], "x")
        place = (1, 1)
    except InvalidDocument as error:
        place = (error.line_number, error.column)
    assert min(place) >= 1


def lenient(text: str) -> tuple[Any, bool]:
    """What the standard library reads, and whether it holds anything we reject."""
    rejects = []

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        rejects.extend(key for index, (key, _) in enumerate(found) if key in dict(found[:index]))
        return dict(found)

    def number(found: str) -> float:
        rejects.extend([found] if math.isinf(float(found)) or math.isnan(float(found)) else [])
        return float(found)

    return json.loads(text, object_pairs_hook=pairs, parse_float=number, parse_constant=number), bool(rejects)


JSONLIKE = st.text(alphabet='{}[]:,"ab01eE+-. \n', max_size=12) | st.lists(
    st.sampled_from(['{"a":', '"a":', '{"b":', "1e999", "NaN", "1", "[", "]", "}", ",", "-Infinity", "1.0"])
).map("".join)


@given(JSONLIKE)
def test_it_accepts_what_the_standard_library_accepts_but_for_the_rejects(text: str) -> None:
    try:
        expected, rejected = lenient(text)
    except ValueError:
        refused(text.encode())
        return
    if rejected:
        assert refused(text.encode()).line_number >= 1
    else:
        assert parse(text.encode(), "x") == expected


@given(DOCUMENTS, INDENTS, st.booleans())
def test_what_is_read_from_any_layout_is_the_document(document: Any, indent: Any, ascii_only: bool) -> None:
    text = json.dumps(document, indent=indent, ensure_ascii=ascii_only)
    assert parse(text.encode(), "x") == document


@given(DOCUMENTS)
def test_what_is_written_is_read_back_the_same(document: Any) -> None:
    data = dump(document)
    assert parse(data, "x") == document
    assert dump(parse(data, "x")) == data


def test_text_is_written_as_it_is_without_a_newline_at_the_end() -> None:
    assert dump({"a": ["é"], "b": {}}).decode() == '{\n  "a": [\n    "é"\n  ],\n  "b": {}\n}'


@given(
    st.lists(st.sampled_from(["\\ud800", "\\udfff", "\\ud83d\\ude00", "\\\\", "é", "x", "\\n"])).map("".join)
)
def test_lone_surrogates_survive(escaped: str) -> None:
    source = f'{{"{escaped}": "{escaped}"}}'.encode()
    document = parse(source, "x")
    assert parse(dump(document), "x") == document == json.loads(source)


def test_only_lone_surrogates_are_escaped() -> None:
    assert dump(["é\ud800😀\\"]) == '[\n  "é\\ud800😀\\\\"\n]'.encode()


def test_what_json_cannot_hold_is_a_typed_error() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    for document in ([math.nan], [math.inf], deep):
        with pytest.raises(OperationFailed):
            dump(document)
    while deep:  # so that freeing it does not nest either
        deep = deep.pop()


def test_a_flaw_of_a_sound_document_gets_its_place() -> None:
    error = invalid_at(
        dump(ROOTLIKE), "s.json", ("phases", 0, "jobs", 0, "status"), "must be text", fix="fix it"
    )
    assert error.line() == "s.json:14:21 (phases.0.jobs.0.status): must be text; fix it"
