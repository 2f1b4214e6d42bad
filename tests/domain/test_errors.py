"""Each error is one line that says what, where and what to do."""

from __future__ import annotations

import pytest

from moie_tui.domain import errors
from moie_tui.domain.errors import Busy, InvalidDocument, MoieError, ShapeError


def test_a_line_says_where_what_and_what_to_do() -> None:
    assert MoieError("broke").line() == "broke"
    assert MoieError("broke", where="config.yaml", fix="mend it").line() == "config.yaml: broke; mend it"


def test_an_invalid_document_says_line_column_and_key() -> None:
    error = InvalidDocument(
        "must be text", path="s.json", line=3, column=7, key="meta.project", fix="edit it"
    )
    assert error.line() == "s.json:3:7 (meta.project): must be text; edit it"
    assert InvalidDocument("is gone", path="s.json").line() == "s.json: is gone"


def test_hostile_text_in_an_error_stays_on_its_line() -> None:
    assert MoieError("a\x1b[2Jb\nc", where="x\x1b]0;owned\x07").line() == "x: ab c"


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("UsageError", 2), ("OperationFailed", 1), ("Cancelled", 1), ("Busy", 4), ("PlanOutdated", 5),
        ("Refused", 6), ("MoieError", 1),
    ],
)  # fmt: skip
def test_exit_codes_are_those_of_the_contract(kind: str, code: int) -> None:
    error = getattr(errors, kind)("x")
    assert isinstance(error, MoieError)
    assert error.exit_code == code


def test_an_invalid_document_exits_3_and_busy_names_the_holder() -> None:
    assert InvalidDocument("x", path="y").exit_code == 3
    assert Busy("a pulse is running", holder="pulse pid 5").holder == "pulse pid 5"


def test_a_flaw_of_shape_names_its_place() -> None:
    assert str(ShapeError(("phases", 0, "id"), "is missing")) == "phases.0.id: is missing"
    assert str(ShapeError((), "must be an object")) == "document: must be an object"
