"""Health documents as others leave them: lagging, incomplete, odd."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.errors import ShapeError
from moie_tui.domain.executions import JobHealth, is_sound, parse_health
from tests.builders import a_health, an_execution
from tests.strategies import JSON_VALUES

RUNS = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["success", "failure", "no", 1, None]),
        "duration_ms": JSON_VALUES | st.just(5),
    }
)
HEALTHS = st.fixed_dictionaries(
    {"executions": st.lists(RUNS, max_size=3) | JSON_VALUES}, optional={"total_runs": JSON_VALUES}
)

EARLY, LATE = "2026-11-22T10:00:00Z", "2026-11-22T11:00:00Z"


def parsed(document: Any) -> JobHealth:
    return parse_health({"5.1": document}, UTC)["5.1"]


def test_runs_are_read_with_what_they_say_of_themselves() -> None:
    run = an_execution(LATE, "failure", duration_ms=1.5, error="boom", exit_code=3, run_id="R1", host="x")
    (found,) = parsed(a_health(run)).executions
    assert (found.at, found.good, found.duration_ms) == (datetime(2026, 11, 22, 11, tzinfo=UTC), False, 1.5)
    assert (found.error, found.exit_code, found.run_id) == ("boom", 3, "R1")


def test_rates_are_of_totals_and_of_the_last_twenty() -> None:
    runs = [an_execution(EARLY, "failure")] * 5 + [an_execution(LATE)] * 20
    health = parsed(a_health(*runs, total_runs=200, total_failures=50))
    assert health.success_rate == 0.75
    assert health.recent_success_rate == 1


def test_the_average_is_over_the_last_ten() -> None:
    runs = [an_execution(EARLY, duration_ms=9999)] + [an_execution(LATE, duration_ms=n) for n in range(10)]
    assert parsed(a_health(*runs)).avg_duration_ms == 4.5


def test_without_runs_nothing_is_known() -> None:
    health = parsed({})
    assert health == JobHealth()
    assert (health.success_rate, health.recent_success_rate, health.avg_duration_ms) == (None, None, None)


@pytest.mark.parametrize(
    ("totals", "expected"),
    [
        ({"total_runs": 0, "total_failures": 0}, (3, 1)),
        ({"total_runs": 2, "total_failures": 2}, (4, 2)),
        ({"total_runs": 1, "total_failures": 9}, (11, 9)),
        ({"total_runs": 50, "total_failures": 0}, (50, 1)),
    ],
)
def test_totals_that_lag_behind_the_list_are_brought_up_to_it(totals: Any, expected: tuple[int, int]) -> None:
    runs = [an_execution(EARLY), an_execution(EARLY, "failure"), an_execution(LATE)]
    health = parsed(a_health(*runs, **totals))
    assert (health.total_runs, health.total_failures) == expected


def test_missing_totals_are_counted() -> None:
    assert parsed({"executions": [an_execution(EARLY, "failure")]}).success_rate == 0


@pytest.mark.parametrize(
    ("said", "listed", "expected"),
    [
        (None, [EARLY, LATE], LATE),
        (None, [LATE, EARLY], LATE),
        ("soon", [LATE], LATE),
        (EARLY, [EARLY, LATE], LATE),
        (LATE, [EARLY], LATE),
        (LATE, [], LATE),
        (LATE, ["2099-01-01T00:00:00Z", EARLY], LATE),
        (5, ["soon"], None),
        (None, [], None),
    ],
)
def test_the_last_execution_is_the_documents_word_or_a_later_last_entry(
    said: Any, listed: list[str], expected: str | None
) -> None:
    health = parsed(a_health(*map(an_execution, listed)) | {"last_execution": said})
    assert health.last_execution == (datetime.fromisoformat(expected) if expected else None)


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ([], ("5.1",)),
        ({"executions": {}}, ("5.1", "executions")),
        ({"executions": [5]}, ("5.1", "executions", 0)),
        ({"executions": [an_execution(EARLY, "odd")]}, ("5.1", "executions", 0, "status")),
        ({"executions": [an_execution(EARLY, duration_ms=-1)]}, ("5.1", "executions", 0, "duration_ms")),
        ({"executions": [an_execution(EARLY, duration_ms=True)]}, ("5.1", "executions", 0, "duration_ms")),
        ({"total_runs": "5"}, ("5.1", "total_runs")),
        ({"total_failures": -1}, ("5.1", "total_failures")),
        ({"total_runs": True}, ("5.1", "total_runs")),
    ],
)
def test_a_wrong_shape_is_said_with_its_place(document: Any, path: tuple[str | int, ...]) -> None:
    with pytest.raises(ShapeError) as error:
        parsed(document)
    assert error.value.path == path


def test_numbers_beyond_any_run_still_have_an_average() -> None:
    health = parsed(a_health(an_execution(EARLY, duration_ms=10**400), an_execution(LATE, duration_ms=None)))
    assert health.avg_duration_ms == 5e14


@pytest.mark.parametrize(("error", "shown"), [(None, None), (5, "5"), ([["x"]], "(error is no text)")])
def test_an_error_that_is_no_text_is_shown_as_well_as_can_be(error: Any, shown: str | None) -> None:
    (run,) = parsed(a_health(an_execution(EARLY, "failure", error=error))).executions
    assert run.error == shown


@given(
    st.dictionaries(
        st.text(max_size=3),
        st.fixed_dictionaries(
            {},
            optional={
                "executions": JSON_VALUES
                | st.lists(
                    st.fixed_dictionaries(
                        {"status": st.sampled_from(["success", "failure"])},
                        optional=dict.fromkeys(
                            ("timestamp", "duration_ms", "error", "exit_code"), JSON_VALUES
                        ),
                    )
                ),
                "total_runs": JSON_VALUES,
                "last_execution": JSON_VALUES,
            },
        )
        | JSON_VALUES,
        max_size=3,
    )
    | JSON_VALUES
)
def test_any_document_has_sane_values_or_a_typed_error(document: Any) -> None:
    try:
        jobs = parse_health(document, UTC)
    except ShapeError:
        return
    for health in jobs.values():
        assert 0 <= health.total_failures <= health.total_runs >= len(health.executions)
        assert health.success_rate is None or 0 <= health.success_rate <= 1
        assert health.avg_duration_ms is None or health.avg_duration_ms >= 0


@given(st.dictionaries(st.text(max_size=3), JSON_VALUES | HEALTHS, max_size=3))
def test_what_is_called_sound_is_never_refused(document: dict[str, Any]) -> None:
    if is_sound(document):
        assert parse_health(document, UTC).keys() == document.keys()


def test_our_own_documents_are_called_sound() -> None:
    assert is_sound({})
    assert is_sound({"5.1": a_health(an_execution("2026-11-22T10:00:00"))})
    assert not is_sound({"5.1": a_health(an_execution("2026-11-22T10:00:00", "maybe"))})
    assert not is_sound({"5.1": {"executions": [{"status": "success", "duration_ms": True}]}})
