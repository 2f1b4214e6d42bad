"""YAML is read strictly: what JSON can't hold, hides or explodes is an error with its place."""

from __future__ import annotations

import pytest

from moie_tui.domain.errors import InvalidDocument
from moie_tui.storage.yaml_document import MAX_BYTES, parse_yaml, unquoted_numbers


def read(text: str) -> object:
    return parse_yaml(text.encode(), "config.yaml").raw


def error_of(text: str | bytes) -> InvalidDocument:
    with pytest.raises(InvalidDocument) as error:
        parse_yaml(text if isinstance(text, bytes) else text.encode(), "config.yaml")
    return error.value


def test_values_are_those_of_json() -> None:
    assert read("a: [1, 2.5, true, null, ~, text, '1', 2025-12-12, 10:30]") == {
        "a": [1, 2.5, True, None, None, "text", "1", "2025-12-12", 630]
    }


def test_keys_are_text_as_they_are_spelt() -> None:
    assert read("jobs: {1.10: a, 1.1: b, yes: c, null: d}") == {
        "jobs": {"1.10": "a", "1.1": "b", "yes": "c", "null": "d"}
    }


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "null"])
def test_an_empty_document_is_an_empty_mapping(text: str) -> None:
    assert read(text) == {}


def test_aliases_and_merges_are_followed() -> None:
    text = (
        "base: &base {a: 1, b: 2}\nother: {<<: *base, b: 3}\nmany: {<<: [*base, {a: 9, c: 4}]}\nlist: [*base]"
    )
    assert read(text) == {
        "base": {"a": 1, "b": 2},
        "other": {"a": 1, "b": 3},
        "many": {"a": 1, "b": 2, "c": 4},
        "list": [{"a": 1, "b": 2}],
    }


@pytest.mark.parametrize(
    ("text", "line", "column", "what"),
    [
        ("a: 1\nb:\n  c: 1\n  c: 2\n", 4, 3, "has the key c twice"),
        ("a: [1\nb: 2", 2, 2, "is not YAML"),
        ("a:\n\t- 1", 2, 1, "is not YAML"),
        ("a: .nan", 1, 4, "is no finite number"),
        ("a: -.inf", 1, 4, "is no finite number"),
        ("a: !!python/object:os.system x", 1, 4, "has a tag that is not supported"),
        ("a: !!binary aGk=", 1, 4, "has a tag that is not supported"),
        ('a: !!int ""', 1, 4, "is not what its tag says"),
        ("a: !!bool maybe", 1, 4, "is not what its tag says"),
        ("? [1, 2]\n: 3", 1, 3, "has a key that is no text"),
        ("a: {<<: text}", 1, 9, "merges what is no mapping"),
        ("a: *nothing", 1, 4, "is not YAML"),
        ("a: 1\n---\nb: 2", 2, 1, "is not YAML"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, line: int, column: int, what: str) -> None:
    error = error_of(text)
    assert error.what.startswith(what)
    assert (error.line_number, error.column) == (line, column)


@pytest.mark.long
def test_aliases_can_neither_explode_nor_run_in_circles() -> None:
    levels = ["l0: &l0 [x, x, x, x, x, x, x, x, x]"]
    levels += [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert "too many values" in error_of("\n".join(levels)).what
    merges = ["l0: &l0 {a: 1}"]
    merges += [f"l{n}: &l{n} {{<<: [{', '.join([f'*l{n - 1}'] * 9)}]}}" for n in range(1, 12)]
    assert "too many values" in error_of("\n".join(merges)).what
    assert error_of("a: &a [*a]").what in (
        "is nested too deeply",
        "holds too many values, or one that holds itself",
    )


@pytest.mark.parametrize(
    "text",
    [b"a: " + b"x" * MAX_BYTES, b"a: \xff\xfe", b"a: \x00", b"[" * 5000, b"[" * 500_000, b"- " * 500_000],
    ids=["long", "utf8", "nul", "deep", "deeper than the C stack", "deep blocks"],
)
def test_hostile_bytes_are_a_typed_error(text: bytes) -> None:
    assert error_of(text).exit_code == 3


def test_a_missing_value_is_placed_at_what_should_hold_it() -> None:
    document = parse_yaml(b"a: 1\nb:\n  - c: 1\n  - d: 2\n", "config.yaml")
    error = document.invalid_at(("b", 1, "missing", "deeper"), "is missing")
    assert error.line() == "config.yaml:4:5 (b.1.missing.deeper): is missing; correct it there"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("jobs:\n  1.10: {}\n  0x10: {}\n", [("1.10", 2, "1.1"), ("0x10", 3, "16")]),
        ("jobs: {'1.10': {}, 1.1: {}, 7: {}, one: {}}", []),
        ("heartbeat: {1.10: 1}", []),
        ("jobs: [1.10]", []),
        ("jobs: {!!int x: 1}", []),
        ("[", []),
        ("", []),
    ],
)
def test_job_ids_that_plain_yaml_takes_for_other_numbers_are_found(
    text: str, numbers: list[tuple[str, int, str]]
) -> None:
    assert unquoted_numbers(text.encode()) == numbers
