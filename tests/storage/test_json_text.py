from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given

from moie_tui.storage.json_text import indented
from tests.storage.test_locate import DOCUMENTS


@given(DOCUMENTS)
def test_it_is_the_text_of_the_standard_library(document: Any) -> None:
    assert indented(document) == json.dumps(document, indent=2, ensure_ascii=False)


def test_tuples_are_lists_and_extremes_are_exact() -> None:
    value = {"a": (1, ()), "b": [{}, [], -0.0, 1e308, 5e-324, 10**399, True], "\u2028\x00": "\ud800\x7f"}
    assert indented(value) == json.dumps(value, indent=2, ensure_ascii=False)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_no_json_number_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        indented({"a": [number]})


@pytest.mark.parametrize("value", [{1: "a key that is no text"}, [object()], [{"a": {1, 2}}]])
def test_what_is_no_document_is_a_type_error(value: Any) -> None:
    with pytest.raises(TypeError):
        indented(value)
