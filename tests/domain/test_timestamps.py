"""Times are read in three spellings and written like what they replace."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain import timestamps
from moie_tui.domain.timestamps import (
    MACHINE_ZONE,
    moment_of,
    parse_timestamp,
    utc_like,
    utc_text,
    write_like,
)
from tests.domain.zones import machine_in

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 22, 15, 4, 5, 123456, tzinfo=UTC)
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-12-12T00:00:00.000Z", datetime(2025, 12, 12, tzinfo=UTC)),
        ("2025-12-12t00:00:00z", datetime(2025, 12, 12, tzinfo=UTC)),
        ("2025-12-12T06:00:00", datetime(2025, 12, 12, 5, tzinfo=UTC)),
        ("2025-12-12 06:00", datetime(2025, 12, 12, 5, tzinfo=UTC)),
        ("2025-07-12T06:00:00", datetime(2025, 7, 12, 4, tzinfo=UTC)),
        ("2025-12-12T06:00:00+05:30", datetime(2025, 12, 12, 0, 30, tzinfo=UTC)),
        ("2025-12-12T06:00:00-0800", datetime(2025, 12, 12, 14, tzinfo=UTC)),
        ("2025-12-12T06:00:00+01", datetime(2025, 12, 12, 5, tzinfo=UTC)),
        ("2025-12-12T06:00:00.1234567Z", datetime(2025, 12, 12, 6, 0, 0, 123456, tzinfo=UTC)),
        (" 1970-01-01T00:00:00Z\n", datetime(1970, 1, 1, tzinfo=UTC)),
        ("2038-01-19T03:14:08Z", datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC)),
        ("0999-01-01T00:00:00Z", datetime(999, 1, 1, tzinfo=UTC)),
        ("9999-12-31T23:59:59Z", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_as_utc(text: str, expected: datetime) -> None:
    found = parse_timestamp(text, BERLIN)
    assert found == expected
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "2025-12-12", "2025-13-12T00:00:00", "2025-02-30T00:00:00", "2025-12-12T24:00:00",
        "20251212T000000", "2025-12-12T00:00:60Z", "2025-12-12T00:00:00+24:00", "2025-12-12T00:00:00+99:99",
        "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "0000-01-01T00:00:00",
        "１２３４-01-01T00:00:00", "2025-W50-5T00:00:00", "2025-12-12T00:00:00,5Z",
        "2025-12-12T00:00:00 Z", "2025-12-12T00:00:00.Z", "1765497600",
    ],
)  # fmt: skip
def test_what_is_no_time_is_a_value_error_and_nothing_else(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_timestamp(text, BERLIN)
    assert moment_of(text, BERLIN) is None


@given(st.text(alphabet="0123456789-+:.TZtz ", max_size=35), st.sampled_from([None, BERLIN, NEW_YORK]))
def test_any_text_is_a_time_or_a_value_error(text: str, zone: ZoneInfo | None) -> None:
    found = moment_of(text, zone)
    assert found is None or found.tzinfo is UTC


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize("text", ["0001-01-01T00:00:00", "9999-12-31T23:59:59.999999", "1883-11-18T12:00:00"])
def test_the_edges_of_the_calendar_raise_nothing_else_on_any_machine(name: str, text: str) -> None:
    with machine_in(name):
        found = moment_of(text, None)
        assert found is None or abs(found - datetime.fromisoformat(text + "+00:00")) < timedelta(days=1)


@pytest.mark.parametrize("value", [None, 5, True, [], {}])
def test_a_value_that_is_no_text_tells_no_time(value: object) -> None:
    assert moment_of(value, None) is None


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        ("2025-12-12T00:00:00.000Z", "2026-11-22T15:04:05.123Z"),
        ("2025-12-12T00:00:00Z", "2026-11-22T15:04:05Z"),
        ("2025-12-12t00:00:00z", "2026-11-22t15:04:05z"),
        ("2025-12-12T06:00:00", "2026-11-22T16:04:05"),
        ("2025-12-12T06:00:00.123456", "2026-11-22T16:04:05.123456"),
        ("2025-12-12 06:00", "2026-11-22 16:04"),
        ("2025-12-12T06:00:00.1+05:30", "2026-11-22T20:34:05.1+05:30"),
        ("2025-12-12T06:00:00-0800", "2026-11-22T07:04:05-0800"),
        ("2025-12-12T06:00:00-03", "2026-11-22T12:04:05-03"),
        ("2025-12-12T06:00:00.123456789+00:00", "2026-11-22T15:04:05.123456000+00:00"),
        (" 2025-12-12T06:00:00 ", "2026-11-22T16:04:05"),
    ],
)
def test_a_time_is_written_like_the_one_it_replaces(sample: str, expected: str) -> None:
    assert write_like(NOW, sample, BERLIN, 2) == expected
    assert write_like(NOW, sample, BERLIN, 3) == expected


@pytest.mark.parametrize("sample", [None, "", "soon", "2025-12-12", "2025-12-12T06:00:00+25:00"])
def test_without_a_time_to_imitate_old_versions_get_local_and_new_ones_utc(sample: str | None) -> None:
    assert write_like(NOW, sample, BERLIN, 1) == "2026-11-22T16:04:05"
    assert write_like(NOW, sample, BERLIN, 2) == "2026-11-22T16:04:05"
    assert write_like(NOW, sample, BERLIN, 3) == "2026-11-22T15:04:05.123456+00:00" == utc_text(NOW)


@given(
    st.text(alphabet="0123456789-+:.TZtz ", max_size=35) | st.from_regex(r"2025-12-12T06:00[+-]\d\d:?\d\d")
)
def test_any_text_can_be_what_is_replaced(sample: str) -> None:
    assert abs(parse_timestamp(write_like(NOW, sample, BERLIN, 2), BERLIN) - NOW) < timedelta(minutes=1)


def test_years_before_1000_keep_four_digits() -> None:
    early = datetime(33, 4, 3, 12, tzinfo=UTC)
    assert write_like(early, "2025-12-12T00:00:00Z", UTC, 2) == "0033-04-03T12:00:00Z"
    assert write_like(early, None, UTC, 2) == "0033-04-03T12:00:00"


@given(
    st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["T06:00:00.000000Z", "T06:00:00.000000+05:30", " 06:00:00.000000-11:00"]),
)
def test_what_is_written_with_an_offset_is_read_back_exactly(moment: datetime, style: str) -> None:
    assert parse_timestamp(write_like(moment, "2025-12-12" + style, BERLIN, 2), NEW_YORK) == moment


@pytest.mark.parametrize("name", ZONES)
def test_the_zone_of_the_machine_is_the_real_one_through_all_changes_of_the_clock(name: str) -> None:
    real = ZoneInfo(name)
    with machine_in(name):
        for hour in range(24 * 366):
            moment = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=hour, minutes=hour % 60)
            ours, theirs = moment.astimezone(MACHINE_ZONE), moment.astimezone(real)
            assert (ours.replace(tzinfo=None), ours.fold) == (theirs.replace(tzinfo=None), theirs.fold)
            assert ours.utcoffset() == theirs.utcoffset()


def test_naive_times_of_the_machine_are_read_in_its_zone() -> None:
    with machine_in("America/New_York"):
        assert parse_timestamp("2025-07-01T12:00:00", None) == datetime(2025, 7, 1, 16, tzinfo=UTC)
        assert write_like(NOW, None, None, 2) == "2026-11-22T10:04:05"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-12-12T06:00:00", "2025-12-12T05:00:00+00:00"),
        ("2025-12-12T00:00:00.000Z", "2025-12-12T00:00:00.000+00:00"),
        ("2025-12-12 06:00-08:00", "2025-12-12 14:00+00:00"),
        ("soon", "soon"),
        ("9999-12-31T23:59:59-12:00", "9999-12-31T23:59:59-12:00"),
    ],
)
def test_a_time_turns_into_utc_to_the_digit_it_has(text: str, expected: str) -> None:
    assert utc_like(text, BERLIN) == expected


@pytest.mark.parametrize("form", sorted(timestamps._USUAL))
def test_a_usual_form_is_one_of_all_forms(form: str) -> None:
    assert timestamps._FORM.fullmatch(form)
    with pytest.raises(ValueError, match="not a time"):
        parse_timestamp(form.replace("0", "²"), None)
