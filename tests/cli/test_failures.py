from __future__ import annotations

import pytest

from moie_tui.cli.failures import explain
from moie_tui.domain.errors import Busy, InvalidDocument, OperationFailed, PlanOutdated, Refused, UsageError


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OperationFailed("x"), 1),
        (UsageError("x"), 2),
        (InvalidDocument("x", path="a.json"), 3),
        (Busy("x"), 4),
        (PlanOutdated("x"), 5),
        (Refused("x"), 6),
        (KeyboardInterrupt(), 130),
        (PermissionError(13, "Permission denied", "a"), 1),
        (ValueError("x"), 1),
    ],
)
def test_each_error_is_one_line_and_its_exit_code(
    error: BaseException, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert explain(error, debug=False) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("moie: ")
    assert said.err.count("\n") == 1


def test_the_line_says_where_and_what_to_do_and_is_printable(capsys: pytest.CaptureFixture[str]) -> None:
    error = InvalidDocument("is \x1b[31mbad", path="s.json", line=2, column=3, key="a\nb", fix="mend")
    explain(error, debug=False)
    assert capsys.readouterr().err == "moie: s.json:2:3 (a b): is bad; mend\n"


def test_a_traceback_comes_only_with_debug(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise ValueError("odd")
    except ValueError as error:
        explain(error, debug=True)
    said = capsys.readouterr().err
    assert said.startswith("Traceback")
    assert said.splitlines()[-1].startswith("moie: this should not happen: ValueError: odd; ")
