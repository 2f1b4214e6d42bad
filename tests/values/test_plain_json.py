"""JSON without `json` reads, writes and refuses what `json` does."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.values import plain_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
TEXTS = st.text(alphabet='{}[]",:0123456789-+.eEtrufalsn \t\n\\\x00üNIy', max_size=30)
REFUSED = [
    "",
    " ",
    "{",
    "[1,]",
    '{"a" 1}',
    '{"a": 1,}',
    '"\n"',
    '"\\x"',
    "nul",
    "01",
    "1 2",
    "[1] x ",
]


@given(VALUES, st.booleans())
def test_what_is_written_is_what_json_writes(value: Any, in_ascii: bool) -> None:
    text = json.dumps(value, ensure_ascii=in_ascii)
    assert plain_json.dumps(value, ensure_ascii=in_ascii) == text
    assert repr(plain_json.loads(text)) == repr(json.loads(text))


@given(TEXTS)
def test_what_is_read_is_what_json_reads(text: str) -> None:
    assert _outcome(plain_json.loads, text) == _outcome(json.loads, text)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_json_is_refused_in_the_same_words_and_place(text: str) -> None:
    with pytest.raises(json.JSONDecodeError) as found:
        plain_json.loads(text)
    assert str(found.value) == _outcome(json.loads, text)


@pytest.mark.parametrize("value", [{1, 2}, object(), {(1, 2): 3}])
def test_what_json_cannot_hold_is_refused_in_the_same_words(value: object) -> None:
    with pytest.raises(TypeError) as found:
        plain_json.dumps(value)
    assert str(found.value) == _outcome(json.dumps, value)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_numbers_that_are_none_are_refused_where_they_are_not_wanted(number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        plain_json.dumps([number], allow_nan=False)


def test_endless_values_are_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(ValueError, match="Circular"):
        plain_json.dumps(endless)
    with pytest.raises(RecursionError):
        plain_json.loads("[" * 100_000)


def test_bytes_are_utf_8() -> None:
    assert plain_json.loads('{"a": "ü"}'.encode()) == {"a": "ü"}


def test_hooks_are_called_as_json_calls_them() -> None:
    hooks: dict[str, Any] = {
        "object_pairs_hook": lambda pairs: ("object", pairs),
        "parse_float": lambda text: ("float", text),
        "parse_int": lambda text: ("int", text),
        "parse_constant": lambda text: ("constant", text),
    }
    text = ' {"a": [1, 2.5, NaN], "a": {}} '
    assert plain_json.Decoder(**hooks).decode(text) == json.JSONDecoder(**hooks).decode(text)
    assert plain_json.Decoder(**hooks).raw_decode(text, 7) == json.JSONDecoder(**hooks).raw_decode(text, 7)


NONE_IN_C = 'sys.modules["_json"] = None'
OTHERWISE_CALLED = "import _json; _json.make_scanner = _json.make_encoder = lambda one, *, other: None"


@pytest.mark.parametrize("python", [NONE_IN_C, OTHERWISE_CALLED])
def test_where_the_functions_in_c_are_not_as_we_know_them_it_is_json_itself(python: str) -> None:
    code = f"""
import json, sys
{python}
from moie_tui.values.plain_json import Decoder, dumps, loads, quoted
print(loads(b'{{"a": [1.5, null]}}'), dumps({{"a": "x"}}), quoted("y"), Decoder(parse_int=str).decode(" 7 "))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == """{'a': [1.5, None]} {"a": "x"} "y" 7\n"""


def _outcome(how: Any, what: Any) -> str:
    try:
        return repr(how(what))
    except (ValueError, TypeError) as error:
        return str(error)
